"""Memory ops: variables, addresses, loads and stores.

Every variable is a *slot*: an op that yields its address.  C lvalues are addresses built by
`offset`, `element`, `member`, `decay`; C++ references are pointers.
"""

from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.expressions import BINARY
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.verify import reject, require


class SlotOp(Cnative.Operation, name="slot"):
    """A local variable (`ptr<T, "private">`), with its initial value where it has one.

    A parameter is the slot whose `init` is a block argument of the function.
    Discardable `const` where the user wrote it, `reference` where it stands for a C++ reference
    (the slot then holds the pointer), `extents` with the text of an array's sizes where it names constants.
    """

    name: ir.StringAttr
    result: Result[Any]
    init: Operand[Any] | None = None

    @staticmethod
    def verify_invariants(op: "SlotOp") -> bool:
        own = (t.Space.PRIVATE, t.Space.GENERIC)  # generic: on targets with one address space
        if not isinstance(op.result.type, t.PtrType) or t.space(op.result.type) not in own:
            return reject(op, "a slot lives in private memory")
        if op.init is None:
            return True
        same = op.init.type == t.pointee(op.result.type)
        return require(op, same, f"initial value of '{op.name.value}' has another type")


class SharedOp(Cnative.Operation, name="shared"):
    """A `__shared__` variable: one a block, uninitialised (`ptr<T, "shared">`).

    Ops with the same attribute `variable` are the same variable: a function and a lambda in it, or copies of a
    function, may each name it.  Discardable `extents` as of a slot.
    """

    name: ir.StringAttr
    result: Result[Any]


class DynamicSharedOp(Cnative.Operation, name="dynamic_shared"):
    """`extern __shared__ T name[]`: the block's dynamic shared memory (`ptr<T, "shared">`, T the element)."""

    name: ir.StringAttr
    result: Result[Any]


class GlobalRefOp(Cnative.Operation, name="global_ref", traits=[ext.Pure]):
    """Address of the module's `cnative.global` called `symbol`."""

    symbol: ir.StringAttr
    result: Result[Any]


class OffsetOp(Cnative.Operation, name="offset", traits=[ext.Pure]):
    """`base + index` elements (C pointer arithmetic); `base[index]` is a load or store of it.

    Discardable `subscript` where the user wrote `base[index]`.
    """

    base: Operand[Any]
    index: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "OffsetOp") -> bool:
        return require(op, op.base.type == op.result.type, "pointer arithmetic keeps the type")


class ElementOp(Cnative.Operation, name="element", traits=[ext.Pure]):
    """Address of element `index` of the array that `base` points to."""

    base: Operand[Any]
    index: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "ElementOp") -> bool:
        array = t.pointee(op.base.type)
        if not isinstance(array, t.ArrayType):
            return reject(op, "the base does not point to an array")
        same = t.pointee(op.result.type) == t.element(array)
        return require(op, same, "the result does not point to the array's element type")


class DecayOp(Cnative.Operation, name="decay", traits=[ext.Pure]):
    """Pointer to an array -> pointer to its first element."""

    base: Operand[Any]
    result: Result[Any]


class MemberOp(Cnative.Operation, name="member", traits=[ext.Pure]):
    """Address of field `field` of the record or short vector that `base` points to."""

    field: ir.StringAttr
    base: Operand[Any]
    result: Result[Any]


class PtrDiffOp(Cnative.Operation, name="ptr_diff", traits=[ext.Pure]):
    """`lhs - rhs` in elements (si64)."""

    lhs: Operand[Any]
    rhs: Operand[Any]
    result: Result[Any]


class LoadOp(Cnative.Operation, name="load"):
    """The value at `address`.  Discardable `volatile`; `again`: all users may load it again.

    Discardable `partial`: bits without a value may be among it.
    """

    address: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "LoadOp") -> bool:
        same = t.pointee(op.address.type) == op.result.type
        return require(op, same, "the address points to another type than is loaded")


class StoreOp(Cnative.Operation, name="store"):
    """`*address = value`; the optional result is the value stored (an assignment used as a value)."""

    value: Operand[Any]
    address: Operand[Any]
    result: Result[Any] | None = None

    @staticmethod
    def verify_invariants(op: "StoreOp") -> bool:
        same = t.pointee(op.address.type) == op.value.type
        return require(op, same, "the address points to another type than is stored")


class UpdateOp(Cnative.Operation, name="update"):
    """Compound assignment `*address op= value`, or `++` / `--`.

    `form` = "assign" (`+=`), "pre" (`++x`), "post" (`x++`).  The stored value is
    convert(convert(*address -> type of `value`) op `value`); a shift computes in the promoted type of
    *address, whatever the type of `value`; pointers move by `value` elements.
    The result is the new value of `*address` ("post": the old one).
    """

    op: ir.StringAttr
    form: ir.StringAttr
    address: Operand[Any]
    value: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "UpdateOp") -> bool:
        if op.op.value not in BINARY:
            return reject(op, f"unknown operator '{op.op.value}'")
        return require(op, op.form.value in ("assign", "pre", "post"), "unknown form")
