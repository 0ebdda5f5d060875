"""CUDA's prelude as clang has understood it, kept: to read that takes a third of the time of parsing it.

One is kept for each set of arguments that shape it.  Clang refuses one whose headers have changed since.

Source: Clang, "Precompiled Header and Modules Internals".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from clang import cindex

from cn_migrate import cache
from cn_migrate.parsers.cuda import clang

_KEPT = 8
_WITH_VALUE = {"-isystem", "-include"}
# The prelude looks at no others; a project's own macros do not reach it.
_LOOKED_AT = re.compile(r"-[DU](?:_|NDEBUG\b|CUDA_|CN_)")
_ABOUT_IT = re.compile(r"precompiled|PCH file|AST file|module file")
_FOR_SERIALIZATION = 0x10  # CXTranslationUnit_ForSerialization
# With the record of macros their uses in sources are known as such.
_OPTIONS = (
    cindex.TranslationUnit.PARSE_INCOMPLETE
    | cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
    | _FOR_SERIALIZATION
)


@dataclass(frozen=True)
class KeptPrelude:
    """The prelude `header` as `arguments` shape it; it may not have been kept yet."""

    header: Path
    arguments: tuple[str, ...]
    place: Path

    def lend(self) -> Path | None:
        """The file with it, made now if it is not there; None where it cannot be."""
        if not self.place.is_file():
            cache.keep(self.place, self._write, _KEPT)
        return self.place if self.place.is_file() else None

    def drop(self) -> None:
        """Forget it: clang does not take it any more."""
        with suppress(OSError):
            self.place.unlink(missing_ok=True)

    def _write(self, file: Path) -> None:
        try:
            tree = cindex.TranslationUnit.from_source(
                str(self.header), self.arguments, options=_OPTIONS
            )
            if not any(d.severity >= cindex.Diagnostic.Error for d in tree.diagnostics):
                tree.save(str(file))
        except (cindex.TranslationUnitLoadError, cindex.TranslationUnitSaveError) as error:
            raise OSError("clang could not keep the prelude") from error


def kept_prelude(
    header: Path | None, fixed: Sequence[str], users: Sequence[str]
) -> KeptPrelude | None:
    """The kept `header` for a source with the arguments `fixed` and the user's own.

    None where there is none, a user's macro may reach into it, or nothing can be kept.
    """
    folder = cache.folder("prelude")
    if header is None or folder is None or any(_LOOKED_AT.match(argument) for argument in users):
        return None
    arguments = (*fixed, *_shaping(users))
    key = "\0".join((clang.version(), str(_OPTIONS), str(header), *arguments)).encode(
        "utf-8", "surrogateescape"
    )
    return KeptPrelude(header, arguments, folder / f"{hashlib.sha256(key).hexdigest()[:32]}.pch")


def is_refused(tree: cindex.TranslationUnit) -> bool:
    """Has clang found a kept prelude unfit?"""
    return any(
        d.severity >= cindex.Diagnostic.Error and _ABOUT_IT.search(d.spelling)
        for d in tree.diagnostics
    )


def _shaping(users: Sequence[str]) -> Iterator[str]:
    """The user's arguments that change the language; the others say where headers are, and name macros."""
    arguments = iter(users)
    for argument in arguments:
        if argument in _WITH_VALUE:
            next(arguments, None)
        elif not argument.startswith(("-I", "-D", "-U")):
            yield argument
