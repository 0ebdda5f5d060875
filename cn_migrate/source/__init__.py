"""Source text: files, positions, and located edits."""

from cn_migrate.source.edits import Edit, EditConflict, apply_edits
from cn_migrate.source.file import SourceFile

__all__ = ["Edit", "EditConflict", "SourceFile", "apply_edits"]
