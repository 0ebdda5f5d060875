"""Projects: discovery of units and targets, and the transaction that writes a port."""

from cn_migrate.project.discover import discover
from cn_migrate.project.model import Project, ProjectError, Settings, Target, Unit
from cn_migrate.source import Language

__all__ = ["Language", "Project", "ProjectError", "Settings", "Target", "Unit", "discover"]
