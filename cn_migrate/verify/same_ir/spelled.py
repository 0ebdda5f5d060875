"""Ops that the emitter spells as calls of its own functions: such a call, read back, is the op again.

That the text holds the functions as they are shipped is looked at apart (`misspelled`), with what they call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from cn_migrate._mlir import func, ir
from cn_migrate.emitters.opencl.prelude import HELPERS
from cn_migrate.verify.same_ir.effects import EVERYWHERE, Effect, atomic
from cn_migrate.verify.same_ir.kinds import kind_of
from cn_migrate.verify.same_ir.mathematics import mathematical
from cn_migrate.verify.same_ir.state import State
from cn_migrate.verify.same_ir.terms import Term
from cn_migrate.verify.same_ir.values import arithmetic

Meaning = Callable[[State, re.Match[str], func.CallOp], Term | Effect]
_MADE = re.compile(
    r"\w+_from_words|cn_abs_diff(?:_\d+)?"
)  # for a type of the program; of our OpenCL C
FROM_WORDS = re.compile(r"(\w+)_from_words$")


def is_value(name: str) -> bool:
    """Does a call of `name` stand for an op that only computes?"""
    if name not in HELPERS and not _MADE.fullmatch(name):
        return False
    readers = [read for pattern, read in _SPELLED if pattern.fullmatch(name)]
    return bool(readers) and readers[0] in (_math, _shift, _identity, _from_words)


def meaning(s: State, name: str, op: func.CallOp) -> Term | Effect | None:
    """The op that a call of `name` stands for; None where that is a function of the program."""
    if name not in HELPERS and not _MADE.fullmatch(name):
        return None
    for pattern, read in _SPELLED:
        if match := pattern.fullmatch(name):
            return read(s, match, op)
    return None


def misspelled(names: Iterable[str], text: str) -> list[str]:
    """The functions among `names`, and those that they call, that `text` has otherwise than the emitter."""
    pending, seen = [name for name in names if name in HELPERS], set()
    wrong: list[str] = []
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        pending += HELPERS[name].calls
        if HELPERS[name].text not in text:
            wrong.append(name)
    return wrong


def _operands(s: State, op: func.CallOp) -> list[Term]:
    return [s.value(value) for value in op.operands]


def _result(op: func.CallOp) -> ir.Type:
    return op.results[0].type


def _math(s: State, match: re.Match[str], op: func.CallOp) -> Term:
    types = [value.type for value in op.operands]
    return mathematical(s, match[1], types, _result(op), _operands(s, op))


def _shift(s: State, match: re.Match[str], op: func.CallOp) -> Term:
    left, right = _operands(s, op)
    return arithmetic(s, match[1], _result(op), left, right)


def _identity(s: State, _: re.Match[str], op: func.CallOp) -> Term:
    return _operands(s, op)[0]


def _from_words(s: State, _: re.Match[str], op: func.CallOp) -> Term:
    argument = ir.BlockArgument(op.operands[0])
    return s.leaf("parameter", argument.arg_number, _result(op))


def _atomic(s: State, match: re.Match[str], op: func.CallOp) -> Effect:
    place, *values = op.operands
    return atomic(s, match[1], place, _result(op), [s.value(value) for value in values])


def _shuffle(s: State, _: re.Match[str], op: func.CallOp) -> Effect:
    kind = kind_of(_result(op), s.layout)
    return Effect("shuffle", tuple(_operands(s, op)), kind, EVERYWHERE)


def _meeting(kind: str) -> Meaning:
    def read(s: State, match: re.Match[str], op: func.CallOp) -> Effect:
        data = match[1] if match.re.groups else None
        return Effect(kind, tuple(_operands(s, op)), data, EVERYWHERE)

    return read


def _fence(_s: State, _match: re.Match[str], _op: func.CallOp) -> Effect:
    return Effect("fence", (), "device", EVERYWHERE)


_SPELLED: list[tuple[re.Pattern[str], Meaning]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        (r"cn_shuffle_\w+", _shuffle),
        (r"cn_ballot", _meeting("ballot")),
        (r"cn_any_of_(block|warp)", _meeting("any")),
        (r"cn_warp_barrier", _meeting("warp_barrier")),
        (r"cn_clock", _meeting("clock")),
        (r"cn_fence_device", _fence),
        (r"cn_atomic_(\w+?)_(?:float|double|uint)_(?:global|local)", _atomic),
        (r"cn_(shl|shr)_\w+", _shift),
        (r"cn_any_u?int", _identity),
        (r"cn_((?:add|sub|mul|div)_rn|erfc?inv|normcdf(?:inv)?|[jy][01]|brev|ffs)_\w+", _math),
        (r"cn_(byte_perm)", _math),
        (r"cn_(half_\w+)", _math),
        (r"cn_(abs_diff)(?:_\d+)?", _math),
        (FROM_WORDS.pattern, _from_words),
    )
]
