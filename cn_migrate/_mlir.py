"""The one place that imports MLIR's Python bindings.

The bindings come with the `torch-mlir` wheel; an LLVM build's own `mlir` package can stand in.
"""

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
