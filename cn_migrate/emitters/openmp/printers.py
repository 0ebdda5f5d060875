"""Printers of what C++ writes otherwise than OpenCL C."""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.clock import ClockOp
from cn_migrate.emitters.opencl.addresses import pointer
from cn_migrate.emitters.opencl.builtins import initialiser
from cn_migrate.emitters.opencl.context import FunctionContext, Language, refused
from cn_migrate.emitters.opencl.expr import Expr, Prec
from cn_migrate.emitters.opencl.expressions import PRINTERS, exact_argument, expression, settled
from cn_migrate.emitters.opencl.spellings import type_name
from cn_migrate.emitters.openmp.indices import binary, id_of, loaded, subscript

_ROUNDINGS = {"rn": "nearest", "rz": "to_zero", "ru": "up", "rd": "down"}


def _bitcast(ctx: FunctionContext, op: e.BitcastOp) -> Expr:
    type_ = op.result.type
    is_number = t.is_int(op.value.type) or t.is_float(op.value.type)
    value = exact_argument(ctx, op.value) if is_number else expression(ctx, op.value)
    return Expr(f"bits_as<{type_name(type_)}>({value.text})", Prec.POSTFIX, type_, type_)


def _zero(ctx: FunctionContext, op: Any) -> Expr:
    type_ = op.result.type
    if isinstance(type_, (t.RecordType, t.ArrayType)):
        return Expr(f"{type_name(type_)}{{}}", Prec.POSTFIX, type_, type_)
    if t.is_ptr(type_):
        return Expr("nullptr", Prec.PRIMARY, type_, type_)
    return PRINTERS[type(op)](ctx, op)


def _aggregate(ctx: FunctionContext, op: e.AggregateOp | e.InsertOp) -> Expr:
    type_ = op.result.type
    return Expr(f"{type_name(type_)}{initialiser(ctx, op.result)}", Prec.POSTFIX, type_, type_)


def _atomic(ctx: FunctionContext, op: x.AtomicOp) -> Expr:
    """A function of the header; one thread of the machine does all of a block, so its own memory needs no atomics."""
    type_ = op.result.type
    if t.is_ptr(type_) or type_.width not in (32, 64):
        raise refused(op, f"an atomic on {type_}")
    where = "block" if op.scope.value == "block" else "device"
    values = [exact_argument(ctx, v).at(Prec.ASSIGN) for v in op.values]
    arguments = ", ".join([pointer(ctx, op.address).text, *values])
    return Expr(f"{where}_atomic_{op.op.value}({arguments})", Prec.POSTFIX, type_, type_)


def _first(ctx: FunctionContext, op: threads.FirstOp) -> Expr:
    type_ = op.result.type
    return Expr(f"{array_of(ctx, op.slot)}[0]", Prec.POSTFIX, type_, type_)


def _any_of(ctx: FunctionContext, op: threads.AnyOfOp) -> Expr:
    type_ = op.result.type
    text = f"any_of({array_of(ctx, op.slot)}, {'strip' if in_strip(op) else 'block_dim'})"
    return Expr(text, Prec.POSTFIX, type_, type_)


def _edge(_ctx: FunctionContext, op: threads.EdgeOp) -> Expr:
    text = "strip.edge" if in_strip(op) else "edge"
    return Expr(text, Prec.POSTFIX, op.result.type, op.result.type)


def _convert(ctx: FunctionContext, op: e.ConvertOp) -> Expr:
    """A conversion with a rounding of its own is a function of the header."""
    if "rounding" not in op.attributes:
        return PRINTERS[type(op)](ctx, op)
    type_ = op.result.type
    mode = f"Rounding::{_ROUNDINGS[op.attributes['rounding'].value]}"
    value = settled(expression(ctx, op.value))
    text = f"converted<{type_name(type_)}>({value.at(Prec.ASSIGN)}, {mode})"
    return Expr(text, Prec.POSTFIX, type_, type_)


def _clock(_ctx: FunctionContext, op: ClockOp) -> Expr:
    return Expr("clock_ticks()", Prec.POSTFIX, op.result.type, op.result.type)


def array_of(ctx: FunctionContext, slot: ir.Value) -> str:
    """The array that holds each thread's copy of `slot`."""
    return ctx.names[slot].removesuffix(OWN).removesuffix(OF_LANE)


def in_strip(op: ir.OpView) -> bool:
    """Is `op` done for a strip of the block's threads?"""
    parent = op.operation.parent
    while parent is not None and parent.name != "func.func":
        if parent.name == threads.StripLoopOp.OPERATION_NAME:
            return True
        parent = parent.parent
    return False


OWN, OF_LANE = "[thread]", "[lane]"  # a thread's copy of a variable

CXX = Language(
    printers={
        x.IdOp: id_of,
        x.AtomicOp: _atomic,
        e.BitcastOp: _bitcast,
        e.ConvertOp: _convert,
        e.ZeroOp: _zero,
        e.UndefOp: _zero,
        e.AggregateOp: _aggregate,
        e.InsertOp: _aggregate,
        e.BinaryOp: binary,
        m.LoadOp: loaded,
        threads.FirstOp: _first,
        threads.AnyOfOp: _any_of,
        threads.EdgeOp: _edge,
        ClockOp: _clock,
    },
    shared="SHARED",
    index=subscript,
    narrows=False,
)
