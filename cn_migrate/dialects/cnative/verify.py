"""How verifiers speak: one message, at the op's location."""

from __future__ import annotations

from cn_migrate._mlir import ir


def reject(op: ir.OpView, message: str) -> bool:
    """Report `message` at `op`'s location; the verifier fails."""
    op.location.emit_error(f"'{op.operation.name}': {message}")
    return False


def require(op: ir.OpView, condition: bool, message: str) -> bool:
    """`condition`, with `message` reported at `op` where it does not hold."""
    return condition or reject(op, message)
