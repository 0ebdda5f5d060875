"""Addresses as a root and bytes from there: fields, elements and casts leave no other trace."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.verify.same_ir.state import State
from cn_migrate.verify.same_ir.terms import Term


def member_offset(s: State, record: ir.Type, field: str) -> tuple[int, ir.Type]:
    """Offset in bytes and type of a field of a record or vector."""
    found = next(f for f in s.layout.fields(record) if f.name == field)
    return found.offset, found.type


def moved(s: State, base: Term, index: Term, size: int) -> Term:
    """The address `index * size` bytes behind `base`."""
    root, bytes_ = (
        (base.parts[0], base.parts[1]) if base.kind == "at" else (base, s.terms.integer(0))
    )
    step = s.terms.operate("mul", index, s.terms.integer(size))
    total = sum_of(s, bytes_, step)
    return root if total.value == 0 else s.terms.make("at", root, total)


def sum_of(s: State, left: Term, right: Term) -> Term:
    """A sum whose known part comes last."""
    known = 0
    rest: list[Term] = []
    for term in (left, right):
        parts = term.parts if term.kind == "add" else (term,)
        known += sum(part.value for part in parts if part.value is not None)
        rest += [part for part in parts if part.value is None]
    total = s.terms.integer(0)
    for part in sorted(rest, key=lambda term: term.number):
        total = s.terms.operate("add", total, part)
    return s.terms.operate("add", total, s.terms.integer(known)) if known else total
