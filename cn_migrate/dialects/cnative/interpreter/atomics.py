"""What each atomic of `execution.ATOMICS` stores, given the old value."""

from __future__ import annotations

from collections.abc import Callable

from cn_migrate.dialects.cnative.interpreter.scalars import Scalar, Value


def _increment(_: Scalar, old: int, limit: int) -> int:
    return 0 if old >= limit else old + 1


def _decrement(_: Scalar, old: int, limit: int) -> int:
    return limit if old == 0 or old > limit else old - 1


def _compare_exchange(scalar: Scalar, old: Value, expected: Value, desired: Value) -> Value:
    same = scalar.pack(old) == scalar.pack(expected)  # bits, so that NaN can be exchanged
    return desired if same else old


ATOMIC_SEMANTICS: dict[str, Callable[..., Value]] = {
    "add": lambda _, old, value: old + value,
    "sub": lambda _, old, value: old - value,
    "min": lambda _, old, value: min(old, value),
    "max": lambda _, old, value: max(old, value),
    "and": lambda _, old, value: old & value,
    "or": lambda _, old, value: old | value,
    "xor": lambda _, old, value: old ^ value,
    "inc": _increment,
    "dec": _decrement,
    "exchange": lambda _, __, value: value,
    "compare_exchange": _compare_exchange,
}
