"""Modules as MLIR bytecode."""

from __future__ import annotations

from io import BytesIO

from cn_migrate._mlir import ir


def to_bytes(module: ir.Module) -> bytes:
    """The bytecode of a module, locations included."""
    data = BytesIO()
    module.operation.write_bytecode(data)
    return data.getvalue()


def copy_of(module: ir.Module) -> ir.Module:
    """The same module once more, in the same context."""
    with module.context:
        return ir.Module.parse(to_bytes(module))
