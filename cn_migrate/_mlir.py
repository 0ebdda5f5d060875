"""The one place that imports MLIR's Python bindings.

The bindings come with the `torch-mlir` wheel; an LLVM build's own `mlir` package can stand in.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast


@contextmanager
def _absent(module: str) -> Iterator[None]:
    """Imports of `module` fail inside: the bindings take it for builders that nobody here uses, and it loads long."""
    modules = cast("dict[str, object]", sys.modules)
    if module in modules:
        yield
        return
    modules[module] = None  # what makes an import fail, by the language reference
    try:
        yield
    finally:
        del modules[module]


with _absent("numpy"):
    try:
        from torch_mlir import ir, passmanager
        from torch_mlir._mlir_libs._mlir import globals as registry
        from torch_mlir.dialects import cf, ext, func
    except ImportError:  # an LLVM build with Python bindings
        from mlir import ir, passmanager
        from mlir._mlir_libs._mlir import globals as registry
        from mlir.dialects import cf, ext, func

__all__ = ["cf", "ext", "func", "ir", "passmanager"]

# The bindings look for a dialect's Python module each time they wrap an op, until they find one.
registry.append_dialect_search_prefix("cn_migrate.dialects")


def _process_attr(self: "ext.AttributeDef", attr: "ir.Attribute | None") -> "ir.Attribute | None":
    """Upstream tests `if attr`, which takes `false` and an empty array for a missing attribute."""
    if attr is not None:
        return attr
    return self.default_factory() if self.default_factory else None


ext.AttributeDef.process_attr = _process_attr


def _generate_init_method(cls: "type[ext.Operation]", fields: "list[ext.FieldDef]") -> None:
    """Upstream binds each call's arguments through `inspect`, which takes longer than building the op."""
    operands, attributes, results, regions = ext.partition_fields(fields)
    signature = cls._generate_init_signature(fields)
    parameters = signature.parameters
    names = [name for name in parameters if name not in ("self", "loc", "ip")]
    absent = {name: None for name in names if parameters[name].default is None}

    def init(
        self: "ext.Operation",
        *given: object,
        loc: "ir.Location | None" = None,
        ip: "ir.InsertionPoint | None" = None,
        **named: object,
    ) -> None:
        values = absent | dict(zip(names, given, strict=False)) | named
        super(ext.Operation, self).__init__(
            self.OPERATION_NAME,
            self._ODS_REGIONS,
            self._ODS_OPERAND_SEGMENTS,
            self._ODS_RESULT_SEGMENTS,
            attributes={d.name: d.process_attr(values[d.name]) for d in attributes},
            results=[d.process_type(values[d.name]) for d in results],
            operands=[values[d.name] for d in operands],
            regions=len(regions) or None,
            loc=loc,
            ip=ip,
        )

    cls.__init__ = init


ext.Operation._generate_init_method = classmethod(_generate_init_method)
