"""What is known while a function is read: the terms of its values, and the versions of memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.verify.same_ir.kinds import leaves, range_of
from cn_migrate.verify.same_ir.terms import Atom, Term, Terms

Memory = dict[t.Space, Term]
SPACES = (t.Space.GLOBAL, t.Space.SHARED, t.Space.PRIVATE)


@dataclass
class State:
    """One side's function: `values` of SSA names, shared by all that is read of it; `memory` where it is read now."""

    layout: Layout
    terms: Terms
    values: dict[ir.Value, Term] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)

    def value(self, value: ir.Value) -> Term:
        """The term of an SSA value."""
        return self.values[value]

    def fork(self) -> State:
        """The same, for a way that goes on by itself."""
        return replace(self, memory=dict(self.memory))

    def spread(self, term: Term, type_: ir.Type) -> Term:
        """A value that something gives as a whole: of a record, its leaves."""
        if not isinstance(type_, (t.RecordType, t.VecType, t.ArrayType)):
            return term
        parts = [
            self.terms.make("leaf", term, data=at, range_=_memory_range(inner))
            for at, inner in leaves(type_, self.layout)
        ]
        return self.terms.make("record", *parts)

    def leaf(self, kind: str, data: Atom, type_: ir.Type) -> Term:
        """Something that is known by its name only."""
        whole = isinstance(type_, (t.RecordType, t.VecType, t.ArrayType))
        made = self.terms.make(kind, data=data, range_=None if whole else range_of(type_))
        return self.spread(made, type_)


def _memory_range(type_: ir.Type) -> tuple[int, int] | None:
    return (0, 255) if t.is_bool(type_) else range_of(type_)
