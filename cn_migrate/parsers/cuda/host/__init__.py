"""The host side of a CUDA file: what a port has to change in it."""

from cn_migrate.parsers.cuda.host.instances import find_instances, spell_stub
from cn_migrate.parsers.cuda.host.plan import plan_files

__all__ = ["find_instances", "plan_files", "spell_stub"]
