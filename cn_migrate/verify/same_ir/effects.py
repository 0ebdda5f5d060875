"""What ops do beside computing a value: in order, and the same on both sides, or the programs differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import clock, execution, memory, messages, warp
from cn_migrate.dialects.cnative import types as t
from cn_migrate.verify.same_ir.addresses import moved
from cn_migrate.verify.same_ir.kinds import kind_of, leaves, range_of
from cn_migrate.verify.same_ir.state import SPACES, State
from cn_migrate.verify.same_ir.terms import Atom, Term

EVERYWHERE = (t.Space.GLOBAL, t.Space.SHARED)


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: `kind` with `operands` and `data`; it may change what is in `spaces`."""

    kind: str
    operands: tuple[Term, ...]
    data: Atom = None
    spaces: tuple[t.Space, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What has to be the same."""
        return (self.kind, self.data, *(operand.number for operand in self.operands))


def load(s: State, op: memory.LoadOp) -> Term:
    """What memory holds: the same as long as nothing changes it."""
    address, type_ = s.value(op.address), op.result.type
    version = s.memory[_space(op.address)]
    if not isinstance(type_, (t.RecordType, t.VecType, t.ArrayType)):
        return _loaded(s, address, type_, version)
    parts = []
    for offset, inner in leaves(type_, s.layout):
        place = moved(s, address, s.terms.integer(offset), 1)
        parts.append(_loaded(s, place, inner, version, is_part=True))
    return s.terms.make("record", *parts)


def _loaded(s: State, address: Term, type_: ir.Type, version: Term, is_part: bool = False) -> Term:
    data = kind_of(type_, s.layout, in_memory=True)
    root = address.parts[0] if address.kind == "at" else address
    is_truth = data == "ui8" and root in s.terms.truths
    range_ = (0, 1) if is_truth else (0, 255) if t.is_bool(type_) else range_of(type_)
    found = s.terms.make("load", address, version, data=data, range_=range_)
    return s.terms.truth(found) if t.is_bool(type_) and not is_part else found


def _space(address: ir.Value) -> t.Space:
    space = t.space(address.type)
    return t.Space.GLOBAL if space not in SPACES else space


def _store(s: State, op: memory.StoreOp) -> Effect | None:
    known = s.value(op.value)
    whole = known.parts if known.kind == "record" else (known,)
    if all(part.kind == "undef" for part in whole):
        return None  # a declaration without a value
    kind = kind_of(op.value.type, s.layout, in_memory=True)
    return Effect("store", (s.value(op.address), known), kind, (_space(op.address),))


def _atomic(s: State, op: execution.AtomicOp) -> Effect:
    values = [s.value(value) for value in op.values]
    return atomic(s, op.op.value, op.address, op.result.type, values)


def atomic(s: State, kind: str, address: ir.Value, type_: ir.Type, values: list[Term]) -> Effect:
    """An atomic operation on `*address`."""
    data = (kind, kind_of(type_, s.layout))
    return Effect("atomic", (s.value(address), *values), data, (_space(address),))


def _barrier(_s: State, _op: execution.BarrierOp) -> Effect:
    return Effect("barrier", (), None, EVERYWHERE)


def _fence(_s: State, op: execution.FenceOp) -> Effect:
    scope = "block" if op.scope.value == "block" else "device"
    return Effect("fence", (), scope, EVERYWHERE)


def _warp_barrier(_s: State, _op: warp.WarpBarrierOp) -> Effect:
    return Effect("warp_barrier", (), None, EVERYWHERE)


def _shuffle(s: State, op: warp.ShuffleOp) -> Effect:
    operands = (s.value(op.scratch), s.value(op.value), s.value(op.source))
    return Effect("shuffle", operands, kind_of(op.result.type, s.layout), EVERYWHERE)


def _ballot(s: State, op: warp.BallotOp) -> Effect:
    return Effect("ballot", (s.value(op.scratch), s.value(op.predicate)), None, EVERYWHERE)


def _any(s: State, op: execution.AnyOp) -> Effect:
    operands = (s.value(op.scratch), s.value(op.predicate))
    return Effect("any", operands, op.scope.value, EVERYWHERE)


def _clock(s: State, op: clock.ClockOp) -> Effect:
    operands = () if op.counter is None else (s.value(op.counter),)
    return Effect("clock", operands, None, EVERYWHERE)


def _print(s: State, op: messages.PrintOp) -> Effect:
    return Effect("print", tuple(s.value(value) for value in op.values), op.format.value)


def _trap(_s: State, op: messages.TrapOp) -> Effect:
    return Effect("trap", (), (op.where.value, op.reason.value))


def call(s: State, name: str, op: func.CallOp) -> Effect:
    """A call of the program's own function `name`."""
    return Effect("call", tuple(s.value(x) for x in op.operands), name, SPACES)


EFFECTS: dict[str, Callable[[State, Any], Effect | None]] = {
    "cnative.store": _store,
    "cnative.atomic": _atomic,
    "cnative.barrier": _barrier,
    "cnative.fence": _fence,
    "cnative.warp_barrier": _warp_barrier,
    "cnative.shuffle": _shuffle,
    "cnative.ballot": _ballot,
    "cnative.any": _any,
    "cnative.clock": _clock,
    "cnative.print": _print,
    "cnative.trap": _trap,
}
