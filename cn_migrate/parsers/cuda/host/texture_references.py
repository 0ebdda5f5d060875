"""Texture and surface references at namespace scope: `texture<float, 2, cudaReadModeElementType> image;`."""

from __future__ import annotations

from collections.abc import Iterator

from clang.cindex import Cursor, StorageClass

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda.device.names import qualified
from cn_migrate.parsers.cuda.host.tokens import Tokens, index_at
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.source.host_plan import Range, TextureReference

_STORAGE = {StorageClass.EXTERN, StorageClass.STATIC}


def find_texture_references(
    unit: TranslationUnit, tokens: Tokens, variables: list[Cursor]
) -> Iterator[TextureReference | Refusal]:
    """The references that one file defines; a Refusal for each whose name a macro makes."""
    for variable in variables:
        if variable.storage_class == StorageClass.EXTERN:
            continue  # says what another declaration of it does
        at = variable.location.offset
        index = index_at(tokens, at)
        if index + 1 >= len(tokens) or tokens[index][1:3] != (variable.spelling, at):
            construct = f"the texture reference '{variable.spelling}', made by a macro,"
            yield Refusal("host-construct", unit.span_of(variable), construct=construct, note="")
            continue
        yield TextureReference(
            variable.extent.start.offset,
            Range(at, tokens[index].end),
            qualified(variable),
            tokens[index + 1].text in {"(", "{"},
            variable.storage_class not in _STORAGE
            and variable.canonical.storage_class != StorageClass.EXTERN,
        )
