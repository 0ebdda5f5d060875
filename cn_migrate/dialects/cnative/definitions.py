"""Module-level definitions: records with their exact layout, and device variables."""

from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.verify import reject, require


class RecordDefOp(Cnative.Operation, name="record_def"):
    """A struct or union (`kind`), `size` and `align` in bytes.

    `fields` is an array of [name, type, byte offset] in memory order; a fourth entry may hold the user's texts
    of an array's extents.
    """

    name: ir.StringAttr
    kind: ir.StringAttr
    fields: ir.ArrayAttr
    size: ir.IntegerAttr
    align: ir.IntegerAttr

    @staticmethod
    def verify_invariants(op: "RecordDefOp") -> bool:
        if op.kind.value not in ("struct", "union"):
            return reject(op, "a record is a struct or a union")
        inside = all(field[2].value <= op.size.value for field in op.fields)
        return require(op, inside, f"a field of '{op.name.value}' lies outside of it")


class GlobalOp(Cnative.Operation, name="global"):
    """A `__device__` or `__constant__` variable of `type`, in `space`.

    Discardable `init`: array of scalar attributes in memory order (zero where absent).
    """

    name: ir.StringAttr
    space: ir.StringAttr
    type: Any = ext.attribute()
