"""Types of `cnative`: what C has and upstream MLIR types cannot say.

Integers are MLIR's signed and unsigned integer types (`si32`, `ui8`), `bool` is `i1`, floats are
MLIR's `f16 bf16 f32 f64`, `void` behind a pointer is `none`.  Sizes follow the LP64 data model
that CUDA prescribes for Linux hosts (CUDA C++ Programming Guide, "Built-in Vector Types").
"""

from enum import StrEnum

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.dialect import Cnative


class Space(StrEnum):
    """Address spaces of the memory model."""

    GENERIC = "generic"  # not yet inferred
    GLOBAL = "global"
    CONSTANT = "constant"
    SHARED = "shared"  # one copy a block
    PRIVATE = "private"  # one copy a thread


class PtrType(Cnative.Type, name="ptr"):
    """Pointer to `pointee` in address space `space`."""

    pointee: ir.TypeAttr
    space: ir.StringAttr


class ArrayType(Cnative.Type, name="array"):
    """C array of `count` elements."""

    element: ir.TypeAttr
    count: ir.IntegerAttr


class VecType(Cnative.Type, name="vec"):
    """Short vectors (`float4`): 1 to 4 elements with CUDA's exact layout; 8 or 16 come from OpenCL C."""

    element: ir.TypeAttr
    count: ir.IntegerAttr


class RecordType(Cnative.Type, name="record"):
    """A struct or union; the layout stands in the module's `cnative.record_def` of that name."""

    record: ir.StringAttr


def ptr(pointee: ir.Type, space: Space | str = Space.GENERIC) -> PtrType:
    """`pointee *` in `space`."""
    return PtrType.get(pointee, ir.StringAttr.get(str(space)))


def array(element: ir.Type, count: int) -> ArrayType:
    """`element[count]`."""
    return ArrayType.get(element, _i64(count))


def vec(element: ir.Type, count: int) -> VecType:
    """Short vector: `vec(f32, 4)` is `float4`."""
    return VecType.get(element, _i64(count))


def record(name: str) -> RecordType:
    """The struct or union that the module defines as `name`."""
    return RecordType.get(ir.StringAttr.get(name))


def signed(width: int) -> ir.IntegerType:
    """Signed integer of `width` bits."""
    return ir.IntegerType.get_signed(width)


def unsigned(width: int) -> ir.IntegerType:
    """Unsigned integer of `width` bits."""
    return ir.IntegerType.get_unsigned(width)


def boolean() -> ir.IntegerType:
    """C++ `bool`."""
    return ir.IntegerType.get_signless(1)


def void() -> ir.Type:
    """`void`, as a pointee."""
    return ir.NoneType.get()


# -- questions ------------------------------------------------------------------------------------


def is_ptr(type_: ir.Type) -> bool:
    """Is it a pointer?"""
    return isinstance(type_, PtrType)


def is_float(type_: ir.Type) -> bool:
    """Is it one of the scalar floating-point types?"""
    return isinstance(type_, ir.FloatType)


def is_int(type_: ir.Type) -> bool:
    """Is it an integer or `bool`?"""
    return isinstance(type_, ir.IntegerType)


def is_bool(type_: ir.Type) -> bool:
    """Is it `bool`?"""
    return isinstance(type_, ir.IntegerType) and type_.is_signless and type_.width == 1


def is_unsigned(type_: ir.Type) -> bool:
    """Is it an unsigned integer (`bool` counts)?"""
    return isinstance(type_, ir.IntegerType) and not type_.is_signed


def pointee(type_: PtrType) -> ir.Type:
    """What a pointer type points to."""
    return ir.TypeAttr(type_.pointee).value


def space(type_: PtrType) -> Space:
    """Address space of a pointer type."""
    return Space(ir.StringAttr(type_.space).value)


def element(type_: ArrayType | VecType) -> ir.Type:
    """Element type of an array or short vector."""
    return ir.TypeAttr(type_.element).value


def count(type_: ArrayType | VecType) -> int:
    """Number of elements of an array or short vector."""
    return int(ir.IntegerAttr(type_.count).value)


def record_name(type_: RecordType) -> str:
    """Name of the record's definition."""
    return str(ir.StringAttr(type_.record).value)


def promoted(type_: ir.Type) -> ir.Type:
    """`type_` after C's integer promotions: what is narrower than `int` becomes `int`."""
    return signed(32) if is_int(type_) and type_.width < 32 else type_


def in_space(type_: PtrType, space_: Space) -> PtrType:
    """The same pointer in another address space."""
    return ptr(pointee(type_), space_)


def _i64(value: int) -> ir.IntegerAttr:
    return ir.IntegerAttr.get(ir.IntegerType.get_signless(64), value)
