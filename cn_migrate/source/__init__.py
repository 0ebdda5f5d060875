"""Source text: files, positions, and located edits."""

from cn_migrate.source.edits import Edit, EditConflict, apply_edits
from cn_migrate.source.file import SourceFile
from cn_migrate.source.language import Language

__all__ = ["Edit", "EditConflict", "Language", "SourceFile", "apply_edits"]
