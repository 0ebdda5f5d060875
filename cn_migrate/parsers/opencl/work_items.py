"""Who computes: `get_global_id` and its like, of type size_t (OpenCL C, 6.12.1)."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import execution
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.opencl.vectors import chosen

_SIZES = ("block_dim", "grid_dim")
_DIMENSIONS = 3


def _of_dimension(body: Body, cursor: Cursor, of: Callable[[int], ir.Value]) -> ir.Value:
    """`of` the dimension that is asked for, which may show at run time."""
    argument = next(iter(cursor.get_arguments()))
    known = clang.evaluate(argument)
    if isinstance(known, int):
        return of(known)
    wanted = value(body, argument)
    found = of(_DIMENSIONS)
    for dimension in reversed(range(_DIMENSIONS)):
        number = body.constant(wanted.type, dimension)
        is_it = e.CompareOp(a.text("eq"), wanted, number, t.boolean()).result
        found = chosen(body, is_it, of(dimension), found)
    return found


def _id_of(body: Body, kind: str, dimension: int) -> ir.Value:
    """0 and 1 where there is no such dimension."""
    if dimension >= _DIMENSIONS:
        return body.constant(t.unsigned(64), int(kind in _SIZES))
    small = execution.IdOp(a.text(kind), a.index(dimension), t.unsigned(32)).result
    return body.convert(small, t.unsigned(64))


def own_id(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """An id or size of the work-item or its group."""
    return _of_dimension(body, cursor, lambda dimension: _id_of(body, row.what, dimension))


def dimensions(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`get_work_dim()`: every launch of the dialect has three dimensions, as those of ported programs do."""
    return body.constant(body.type(cursor.type), _DIMENSIONS)


def _wide(name: str, left: ir.Value, right: ir.Value) -> ir.Value:
    return e.BinaryOp(a.text(name), left, right, t.unsigned(64)).result


def global_id(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`get_group_id(d) * get_local_size(d) + get_local_id(d)`: the offset of a launch is 0."""

    def of(dimension: int) -> ir.Value:
        before = _product(body, ("block_id", "block_dim"), dimension)
        return _wide("add", before, _id_of(body, "thread_id", dimension))

    return _of_dimension(body, cursor, of)


def global_size(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`get_num_groups(d) * get_local_size(d)`."""
    return _of_dimension(body, cursor, lambda dimension: _product(body, _SIZES, dimension))


def _product(body: Body, kinds: tuple[str, str], dimension: int) -> ir.Value:
    return _wide("mul", *(_id_of(body, kind, dimension) for kind in kinds))
