"""How clang reads one source: over the kept prelude where it can be, else all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clang import cindex

from cn_migrate.parsers.cuda.kept_prelude import is_refused, kept_prelude

_KEEP_GOING = 0x200  # CXTranslationUnit_KeepGoing: a missing header does not end the parse
_OPTIONS = cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD | _KEEP_GOING

Texts = Mapping[Path, bytes]


@dataclass(frozen=True)
class Reading:
    """A source of the project at `root` and the arguments to read it with.

    `fixed` come first, then the `prelude` if there is one, the user's own arguments, and `ours`.  Texts that the
    methods take replace the contents of files.
    """

    file: Path
    root: Path
    fixed: tuple[str, ...]
    users: tuple[str, ...]
    ours: tuple[str, ...]
    prelude: Path | None

    def whole(self, texts: Texts) -> cindex.TranslationUnit:
        """The tree of the source and all that it includes.  Raises cindex.TranslationUnitLoadError."""
        return self._tree(("-include", str(self.prelude)) if self.prelude else (), texts, None)

    def short(self, texts: Texts) -> cindex.TranslationUnit | None:
        """The tree of the source over the kept prelude, whose declarations are met by reference only; None without.

        Those that stand for PTX instructions have to be looked up: a project with inline assembly is read as a whole.
        """
        kept = kept_prelude(self.prelude, (*self.fixed, *self.ours), self.users)
        place = kept.lend() if kept is not None else None
        if kept is None or place is None:
            return None
        try:
            tree = self._tree(("-include-pch", str(place)), texts, _index())
        except cindex.TranslationUnitLoadError:
            kept.drop()
            return None
        if is_refused(tree):
            kept.drop()
            return None
        return None if self._has_assembly(tree, texts) else tree

    def _tree(
        self, start: tuple[str, ...], texts: Texts, index: cindex.Index | None
    ) -> cindex.TranslationUnit:
        arguments = [*self.fixed, *start, *self.users, *self.ours]
        files = [(str(path), data) for path, data in texts.items()]
        return cindex.TranslationUnit.from_source(str(self.file), arguments, files, _OPTIONS, index)

    def _has_assembly(self, tree: cindex.TranslationUnit, texts: Texts) -> bool:
        names = {str(self.file), *(str(i.include.name) for i in tree.get_includes())}
        paths = (path for path in map(Path, names) if path.resolve().is_relative_to(self.root))
        return any(b"asm" in (texts.get(path) or path.read_bytes()) for path in paths)


@cache
def _index() -> cindex.Index:
    """One whose trees leave the declarations of a kept prelude out when they are walked."""
    return cindex.Index.create(excludeDecls=True)
