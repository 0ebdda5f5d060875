"""What is known about any name of CUDA: the runtime API, device functions, libraries, headers.

One view of the tables that the parser works by, for `cn-migrate api` and the list in docs/api-coverage.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api import API, FAMILIES, family
from cn_migrate.parsers.cuda.declared_names import Declared, declared_names
from cn_migrate.parsers.cuda.device.builtins import BUILTINS
from cn_migrate.parsers.cuda.host.includes import is_ported
from cn_migrate.parsers.cuda.language_names import (
    SPECIFIERS,
    VARIABLES,
    is_number_type,
    without_component,
)
from cn_migrate.parsers.cuda.libraries import LIBRARY_HEADERS, library_rule
from cn_migrate.parsers.cuda.translation_unit import HEADERS
from cn_migrate.project.includes import SUPPLIED

# Families whose first word alone does not make a name one of CUDA's.
_TOO_GENERAL = ("cuda", "cu", "CU")
_NOT_YET = "not supported in device code yet"
_API_NAME = re.compile(r"(?:make_)?cuda[A-Z]\w*")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name: its `kind`, the hub's `op` for it (empty: none), how close its port is, and where it is declared."""

    name: str
    kind: str
    fidelity: Fidelity
    op: str = ""
    note: str = ""
    header: str = ""


def symbol(name: str) -> Symbol | None:
    """What is known about a name; None for one that is not CUDA's."""
    bare = without_component(name)
    return _symbols().get(bare) or _library(bare) or _unlisted(bare)


def names() -> list[str]:
    """Every name with a row or a declaration, sorted."""
    return sorted(_symbols())


def runtime_api() -> list[Symbol]:
    """The names of the runtime API, sorted."""
    return [s for s in _symbols().values() if _is_of_api(s) and _is_of_runtime(s.name)]


def device_functions() -> list[Symbol]:
    """The functions of device code, sorted."""
    return [s for s in _symbols().values() if s.kind == "device function"]


def driver_api() -> list[Symbol]:
    """The names of the driver API, sorted."""
    return [s for s in _symbols().values() if _is_of_api(s) and not _is_of_runtime(s.name)]


def _is_of_api(found: Symbol) -> bool:
    is_api = found.name in API or found.name.startswith(("cu", "CU")) or _is_of_runtime(found.name)
    return is_api and found.kind in {"function", "type", "constant"}


def _is_of_runtime(name: str) -> bool:
    is_other = name in API and not name.startswith(("cu", "CU"))
    return is_other or _API_NAME.fullmatch(name) is not None


@cache
def _symbols() -> dict[str, Symbol]:
    declared = declared_names()
    found = {s.name: s for s in (*_language(declared), *_headers(), *_device_functions(declared))}
    for name, known in declared.items():
        reason = family(name)
        if name not in found and name not in API and reason is not None:
            found[name] = Symbol(name, known.kind, Fidelity.MANUAL, "", reason, known.header)
    for name, row in API.items():
        header = declared[name].header if name in declared else "cuda_runtime_api.h"
        found[name] = Symbol(name, str(row.kind), row.fidelity, row.op, row.note, header)
    return dict(sorted(found.items()))


def _language(declared: dict[str, Declared]) -> Iterator[Symbol]:
    for name in VARIABLES:
        yield Symbol(name, "built-in variable", Fidelity.EXACT, name)
    for name in SPECIFIERS:
        yield Symbol(name, "specifier", Fidelity.EXACT, name)
    for name, known in declared.items():
        if known.kind == "type" and is_number_type(name):
            note = "keeps its name and layout on the host; kernels have what lies in memory alike"
            yield Symbol(name, "number type", Fidelity.EXACT, name, note, known.header)


def _device_functions(declared: dict[str, Declared]) -> Iterator[Symbol]:
    """Functions of device code: those that the table knows, and those that our headers define or only declare."""
    for name, known in declared.items():
        if (
            not (known.device and name.isidentifier())
            or name in API
            or name in BUILTINS
            or _API_NAME.fullmatch(name)
        ):
            continue
        fidelity = Fidelity.EXACT if known.body else Fidelity.MANUAL
        note = "becomes a function of the ported device code" if known.body else _NOT_YET
        yield Symbol(name, "device function", fidelity, "", note, known.header)
    for name, builtin in BUILTINS.items():
        if name.startswith("__cn_"):
            continue
        header = declared[name].header if name in declared else "cuda_runtime.h"
        op = builtin.what if builtin.behaviour == "math" else f"{builtin.behaviour} {builtin.what}"
        yield Symbol(name, "device function", Fidelity.EXACT, op.strip(), "", header)


def _headers() -> Iterator[Symbol]:
    for path in HEADERS.rglob("*"):
        name = path.relative_to(HEADERS).as_posix()
        if not path.is_file() or path.suffix == ".md" or name.startswith("cn"):
            continue
        if is_ported(name):
            note = "the native interface stands in for it"
            yield Symbol(name, "header", Fidelity.EXACT, "cnative.hpp", note)
        else:
            note = "nothing stands in for it in host code yet"
            yield Symbol(name, "header", Fidelity.MANUAL, note=note)
    for path in SUPPLIED.iterdir():
        if path.name.startswith("cn_"):
            continue
        library = "cn_library_call.h" in path.read_text("utf-8")
        note = "one with the same interface is supplied where the project has none"
        if library:
            note = "types and handles are supplied; calls of the library are not converted yet"
        fidelity = Fidelity.WEAKENED if library else Fidelity.EXACT
        yield Symbol(path.name, "header", fidelity, path.name, note)


def _library(name: str) -> Symbol | None:
    """A function or header of a library that is not converted."""
    for first, library in LIBRARY_HEADERS.items():
        if name.startswith(first) and name.endswith((".h", ".hpp", ".cuh")):
            note = f"{library} is not converted yet"
            return Symbol(name, "header", Fidelity.MANUAL, note=note)
    found = library_rule(name)
    if found is None:
        return None
    rule, library = found
    if rule == "library-handle":
        note = f"the handle stays, but no function of {library} computes with it"
        return Symbol(name, "library function", Fidelity.DROPPED, name, note)
    note = f"calls of {library} are not converted yet"
    return Symbol(name, "library function", Fidelity.MANUAL, note=note)


def _unlisted(name: str) -> Symbol | None:
    """A name of newer or older CUDA versions, whose first words tell what it belongs to."""
    reason = family(name)
    if reason is None or reason in {FAMILIES[first] for first in _TOO_GENERAL}:
        return None
    return Symbol(name, "function", Fidelity.MANUAL, note=reason)
