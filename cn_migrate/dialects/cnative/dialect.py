"""The dialect object itself: every type and op of `cnative` registers here."""

from cn_migrate._mlir import ext


class Cnative(ext.Dialect, name="cnative"):
    """Instruction, memory and execution model of accelerator programs (docs/design.md)."""
