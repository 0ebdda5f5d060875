"""What one row of the API tables says: a CUDA name, the hub's op for it, and how faithful its port is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cn_migrate.diagnostics import Fidelity
from cn_migrate.source.host_plan import ApiKind

_WORD = re.compile(
    r"SMem|\dD(?=[A-Z]|$)|P2P|L[12](?=[A-Z]|$)|[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]+|[a-z]+|[A-Z]+|\d+"
)


@dataclass(frozen=True, slots=True)
class Row:
    """How one CUDA name is ported.  `note` says what differs, or why there is nothing to port it to."""

    op: str
    kind: ApiKind
    fidelity: Fidelity
    note: str = ""


def hub_name(name: str) -> str:
    """The hub's name of a CUDA name: `cudaMemcpy2DAsync` -> `memcpy_2d_async`, `cudaError_t` -> `error_t`."""
    parts = name.removeprefix("cuda").split("_")
    return "_".join(word.lower() for part in parts for word in _WORD.findall(part))


def _rows(kind: ApiKind, fidelity: Fidelity, note: str, names: str) -> dict[str, Row]:
    return {name: Row(hub_name(name), kind, fidelity, note) for name in names.split()}


def functions(names: str, fidelity: Fidelity = Fidelity.EXACT, note: str = "") -> dict[str, Row]:
    """Rows of functions, whose hub names follow from CUDA's."""
    return _rows(ApiKind.FUNCTION, fidelity, note, names)


def types(names: str, fidelity: Fidelity = Fidelity.EXACT, note: str = "") -> dict[str, Row]:
    """Rows of types, whose hub names follow from CUDA's."""
    return _rows(ApiKind.TYPE, fidelity, note, names)


def constants(names: str, fidelity: Fidelity = Fidelity.EXACT, note: str = "") -> dict[str, Row]:
    """Rows of enumerators and macros, whose hub names follow from CUDA's."""
    return _rows(ApiKind.CONSTANT, fidelity, note, names)
