"""What was said of an op is said of the op that takes its place."""

from __future__ import annotations

from cn_migrate._mlir import ir


def copy_attributes(old: ir.OpView, new: ir.OpView) -> None:
    """Give `new` the attributes of `old` that it does not have."""
    for name, value in old.attributes.items():
        if name not in new.attributes:
            new.attributes[name] = value
