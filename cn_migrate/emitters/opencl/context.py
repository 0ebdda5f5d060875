"""What printing one function needs to know: names of values, types, and what the text asks of the module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.emitters.opencl.effects import Effects
from cn_migrate.emitters.opencl.macros import words
from cn_migrate.emitters.opencl.names import Names, identifier
from cn_migrate.emitters.opencl.prelude import HELPERS
from cn_migrate.emitters.opencl.qualifiers import Qualifiers

if TYPE_CHECKING:
    from cn_migrate.emitters.opencl.expr import Expr


@dataclass(frozen=True, slots=True)
class Language:
    """Where a language of the C family differs from OpenCL C.

    `printers` (by type of op) stand in for those of `expressions`.  `shared` is the qualifier of a block's variables.
    `narrows`: initial values in braces convert as assigned ones do.  `index` prints subscripts, if not as OpenCL C.
    """

    printers: Mapping[type[ir.OpView], Callable[[FunctionContext, Any], Expr]] = field(
        default_factory=dict
    )
    shared: str = "__local"
    narrows: bool = True
    index: Callable[[FunctionContext, ir.Value], Expr] | None = None


OPENCL_C = Language()


@dataclass(slots=True)
class ModuleContext:
    """Shared by all functions of one module; the sets collect what the printed text uses."""

    layout: Layout
    macros: dict[str, str]
    functions: dict[str, str]  # symbol -> printed name
    variables: dict[str, str]  # symbol of constant data -> printed name
    qualifiers: Qualifiers
    effects: Effects
    function_macros: dict[str, str] = field(default_factory=dict)  # name -> parameters and text
    used_function_macros: set[str] = field(default_factory=set)
    used_macros: set[str] = field(default_factory=set)
    used_preludes: set[str] = field(default_factory=set)
    used_extensions: set[str] = field(default_factory=set)
    used_words: dict[ir.Type, None] = field(
        default_factory=dict
    )  # records that kernels take as words
    used_variables: set[str] = field(default_factory=set)
    language: Language = OPENCL_C

    def use_macros(self, text: str) -> bool:
        """Have the constants that `text` names kept their names?  Then their definitions are wanted."""
        names = set(words(text))
        known = names <= self.macros.keys()
        self.used_macros |= names if known else set()
        return known


@dataclass(slots=True)
class FunctionContext:
    """`names`: printed names of block arguments, slots, shared variables and temporaries."""

    module: ModuleContext
    scopes: Names
    names: dict[ir.Value, str] = field(default_factory=dict)
    parameters: set[ir.Value] = field(default_factory=set)  # slots that are parameters
    bytes_for_bool: set[ir.Value] = field(default_factory=set)  # slots whose bool is a uchar
    behind: dict[ir.Value, str] = field(default_factory=dict)  # arrays: what follows the subscript
    bounds: dict[ir.Value, tuple[int, int]] = field(
        default_factory=dict
    )  # of slots that never change
    # declarations that go before the statement at hand, by name
    hoisted: dict[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """Name of a label: labels are apart from all other names in C, but not from keywords and macros."""
        return identifier(f"{name}_label" if name in self.module.macros else name)

    def extents(self, op: ir.OpView) -> list[str]:
        """The user's text for the sizes of the array that `op` declares; empty where a name in it is gone."""
        found = [x.value for x in op.attributes["extents"]] if "extents" in op.attributes else []
        return [text if self.module.use_macros(text) else "" for text in found]

    def prelude(self, name: str) -> str:
        """Name of a helper function, which the module then holds."""
        self.module.used_preludes.update([name, *HELPERS[name].calls])
        return name


def refused(op: ir.OpView, construct: str) -> Refusal:
    """A Refusal of `construct` at `op`."""
    return Refusal("device-construct", span_of(op), construct=construct)
