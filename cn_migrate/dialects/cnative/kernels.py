"""Parameters of lowered kernels."""

from __future__ import annotations

from cn_migrate._mlir import func

SYMBOLS = "cnative.symbols"  # the device variables whose addresses are the last parameters
DYNAMIC_SHARED = (
    "cnative.dynamic_shared"  # there is a parameter for the block's dynamic shared memory
)


def dynamic_parameter(kernel: func.FuncOp) -> int | None:
    """The place of the parameter that is the block's dynamic shared memory: before those for variables."""
    attributes = kernel.attributes
    if DYNAMIC_SHARED not in attributes:
        return None
    symbols = len(attributes[SYMBOLS]) if SYMBOLS in attributes else 0
    return len(kernel.type.inputs) - symbols - 1
