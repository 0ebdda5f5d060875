"""Who computes: `get_global_id` and its like, of type size_t (OpenCL C, 6.12.1)."""

from __future__ import annotations

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import execution
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin


def _dimension(body: Body, cursor: Cursor) -> int:
    known = clang.evaluate(next(iter(cursor.get_arguments())))
    if not isinstance(known, int):
        raise body.refuse("a work-item function of a dimension that shows at run time")
    return known


def _id_of(body: Body, kind: str, dimension: int) -> ir.Value:
    small = execution.IdOp(a.text(kind), a.index(dimension), t.unsigned(32)).result
    return body.convert(small, t.unsigned(64))


def own_id(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """An id or size of the work-item or its group; 0 and 1 where there is no such dimension."""
    dimension = _dimension(body, cursor)
    if dimension > 2:
        beyond = int(row.what in ("block_dim", "grid_dim"))
        return body.constant(t.unsigned(64), beyond)
    return _id_of(body, row.what, dimension)


def _wide(name: str, left: ir.Value, right: ir.Value) -> ir.Value:
    return e.BinaryOp(a.text(name), left, right, t.unsigned(64)).result


def global_id(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`get_group_id(d) * get_local_size(d) + get_local_id(d)`: the offset of a launch is 0."""
    dimension = _dimension(body, cursor)
    before = _wide("mul", *(_id_of(body, kind, dimension) for kind in ("block_id", "block_dim")))
    return _wide("add", before, _id_of(body, "thread_id", dimension))


def global_size(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`get_num_groups(d) * get_local_size(d)`."""
    dimension = _dimension(body, cursor)
    return _wide("mul", *(_id_of(body, kind, dimension) for kind in ("grid_dim", "block_dim")))
