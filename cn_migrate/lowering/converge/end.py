"""The end of the code that is being rewritten: where ops go, for which threads, and what small ops are made there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.lowering.converge.frames import Frame
from cn_migrate.lowering.converge.quiet import constant

ACTIVE = "active"


class End:
    """Ops go to the end of block `_out`; `_frame` tells which threads are active there."""

    def __init__(self) -> None:
        self._out: ir.Block
        self._frame = Frame()

    @contextmanager
    def _at(self, block: ir.Block, frame: Frame | None = None) -> Iterator[None]:
        outer = self._out, self._frame
        self._out, self._frame = block, frame or self._frame
        yield
        self._out, self._frame = outer

    @contextmanager
    def _within(self, frame: Frame) -> Iterator[None]:
        with self._at(self._out, frame):
            yield

    def _here(self) -> ir.InsertionPoint:
        return ir.InsertionPoint(self._out)

    def _active(self) -> ir.Value | None:
        """Is this thread active here?  None: all are."""
        if self._frame.active is None:
            return None
        return m.LoadOp(self._frame.active, t.boolean(), ip=self._here()).result

    def _bool(self, value: bool) -> ir.Value:
        return e.ConstantOp(number(t.boolean(), value), t.boolean(), ip=self._here()).result

    def _not(self, value: ir.Value) -> ir.Value:
        return e.UnaryOp(text("lnot"), value, t.boolean(), ip=self._here()).result

    def _and(self, lhs: ir.Value | None, rhs: ir.Value, tree: Sequence[ir.OpView] = ()) -> ir.Value:
        """`lhs && rhs`; `tree` computes `rhs`, for those threads only whose `lhs` is true."""
        if lhs is None:
            for op in tree:
                self._out.append(op)
            return rhs
        if len(tree) < 2 and constant(rhs) is True:
            return lhs
        both = e.LogicalOp(text("and"), lhs, t.boolean(), ip=self._here())
        block = both.rhs.blocks.append()
        for op in tree:
            block.append(op)
        c.YieldOp([rhs], ip=ir.InsertionPoint(block))
        return both.result

    def _or(self, lhs: ir.Value, rhs: ir.Value) -> ir.Value:
        either = e.LogicalOp(text("or"), lhs, t.boolean(), ip=self._here())
        c.YieldOp([rhs], ip=ir.InsertionPoint(either.rhs.blocks.append()))
        return either.result

    def _variable(self, value: ir.Value, name: str = ACTIVE) -> ir.Value:
        slot = t.ptr(value.type, t.Space.PRIVATE)
        return m.SlotOp(text(name), slot, init=value, ip=self._here()).result

    def _set(self, slot: ir.Value, value: ir.Value) -> None:
        m.StoreOp(value, slot, ip=self._here())

    @contextmanager
    def _if_active(self) -> Iterator[None]:
        """What is made inside is for active threads only."""
        active = self._active()
        if active is None:
            yield
            return
        guard = c.IfOp(active, ip=self._here())
        with self._at(guard.then.blocks.append()):
            yield
