"""`async_work_group_copy` (OpenCL C, 6.12.10): each work-item copies its share at once.

The work-items read what others wrote only behind `wait_group_events`, which is a barrier.
"""

from __future__ import annotations

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, execution, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value

_WORD = 64


def copy(body: Body, cursor: Cursor) -> ir.Value:
    """`for (i = thread; i < count; i += threads) target[i] = source[i];` the event is a number."""
    target, source, count, *rest = [value(body, x) for x in cursor.get_arguments()]
    strided = cursor.referenced.spelling.endswith("strided_copy")
    type_ = t.unsigned(_WORD)
    count = body.convert(count, type_)
    first, threads = _place_in_block(body)
    index = body.slot("share", type_, first)
    loop = control.ForOp()
    with body.block(loop.condition):
        body.yield_(e.CompareOp(a.text("lt"), body.load(index), count, t.boolean()).result)
    with body.block(loop.step):
        memory.UpdateOp(a.text("add"), a.text("assign"), index, threads, type_)
    with body.block(loop.body):
        own = body.load(index)
        far = _binary("mul", own, body.convert(rest[0], type_)) if strided else own
        to_local = strided and _is_local(cursor)
        reads, writes = (far, own) if to_local else (own, far)
        body.store(body.load(_at(source, reads)), _at(target, writes))
    return body.constant(type_, 0)


def _is_local(cursor: Cursor) -> bool:
    """Is the target in local memory?  The stride is that of the other side."""
    target = next(iter(cursor.referenced.type.argument_types()))
    return bool(target.get_canonical().get_pointee().get_address_space() == 2)


def _at(base: ir.Value, index: ir.Value) -> ir.Value:
    op = memory.OffsetOp(base, index, base.type)
    op.operation.attributes["subscript"] = ir.UnitAttr.get()
    return op.result


def _place_in_block(body: Body) -> tuple[ir.Value, ir.Value]:
    """The work-item's number in its group, and how many these are."""
    ids = [_id(body, "thread_id", dimension) for dimension in range(3)]
    sizes = [_id(body, "block_dim", dimension) for dimension in range(3)]
    row = _binary("add", ids[1], _binary("mul", sizes[1], ids[2]))
    first = _binary("add", ids[0], _binary("mul", sizes[0], row))
    return first, _binary("mul", sizes[0], _binary("mul", sizes[1], sizes[2]))


def _id(body: Body, kind: str, dimension: int) -> ir.Value:
    small = execution.IdOp(a.text(kind), a.index(dimension), t.unsigned(32)).result
    return body.convert(small, t.unsigned(_WORD))


def _binary(name: str, left: ir.Value, right: ir.Value) -> ir.Value:
    return e.BinaryOp(a.text(name), left, right, left.type).result
