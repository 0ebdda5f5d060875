"""Types as OpenCL C writes them: names and declarators."""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.names import identifier

SPACES: dict[t.Space, str] = {
    t.Space.GLOBAL: "__global",
    t.Space.CONSTANT: "__constant",
    t.Space.SHARED: "__local",
    t.Space.PRIVATE: "",
    t.Space.GENERIC: "",
}
_INTEGERS = {8: "char", 16: "short", 32: "int", 64: "long"}
_FLOATS = {16: "half", 32: "float", 64: "double"}
NATIVE_COUNTS = (2, 4)
LARGEST_ALIGN = 16  # bytes: CUDA's limit, below OpenCL's for double4 and long4


def is_native(type_: t.VecType) -> bool:
    """Has OpenCL C a vector type with this layout?  Not for 1 or 3 elements, nor for 4 of 64 bits."""
    return (
        t.count(type_) in NATIVE_COUNTS
        and t.count(type_) * t.element(type_).width // 8 <= LARGEST_ALIGN
    )


def scalar_name(type_: ir.Type) -> str:
    """Name of a scalar type (OpenCL C, 6.1.1)."""
    if isinstance(type_, ir.NoneType):
        return "void"
    if t.is_float(type_):
        return _FLOATS[type_.width]
    if t.is_bool(type_):
        return "bool"
    return ("u" if t.is_unsigned(type_) else "") + _INTEGERS[type_.width]


def vector_name(type_: t.VecType) -> str:
    """`float4`; vectors that OpenCL C lays out otherwise have a struct of ours (`cn_float3`)."""
    name = f"{scalar_name(t.element(type_))}{t.count(type_)}"
    return name if is_native(type_) else f"cn_{name}"


def type_name(type_: ir.Type) -> str:
    """A type as a cast writes it."""
    return declaration(type_, "").strip()


def declaration(
    type_: ir.Type,
    name: str,
    qualifiers: str = "",
    memory: bool = False,
    extents: Sequence[str] = (),
) -> str:
    """`type name` in C's declarator syntax.

    `qualifiers` belong to what is declared; for a pointer say `pointer_declaration`.  `memory`: the object
    may be looked at from elsewhere, so that a `bool` has to be a byte there.  `extents`: what the user wrote for
    an array's sizes, outermost first; the number where that is empty or missing.
    """
    if isinstance(type_, t.PtrType):
        return pointer_declaration(type_, name, qualifiers)
    if isinstance(type_, t.ArrayType):
        inner = f"({name})" if name.startswith("*") else name
        extent = (extents[0] if extents else "") or t.count(type_)
        named = f"{inner}[{extent}]"
        return declaration(t.element(type_), named, qualifiers, memory=True, extents=extents[1:])
    words = [qualifiers, _base(type_, memory), name]
    return " ".join(word for word in words if word)


def pointer_declaration(
    type_: t.PtrType, name: str, qualifiers: str = "", of_pointee: str = "", restrict: bool = False
) -> str:
    """A pointer: `qualifiers` of the pointer itself, `of_pointee` (const, volatile) of what it points to."""
    own = " ".join(word for word in (qualifiers, "restrict" if restrict else "") if word)
    star = f"*{own} {name}" if own and name else f"*{own}{name}"
    pointee = t.pointee(type_)
    space = t.space(type_)
    words = [SPACES[space], of_pointee if space != t.Space.CONSTANT else ""]
    return declaration(pointee, star, " ".join(word for word in words if word), memory=True)


def _base(type_: ir.Type, memory: bool) -> str:
    if isinstance(type_, t.VecType):
        return vector_name(type_)
    if isinstance(type_, t.RecordType):
        return record_name(t.record_name(type_))
    if memory and t.is_bool(type_):
        return "uchar"
    return scalar_name(type_)


def record_name(name: str) -> str:
    """A record's name in OpenCL C."""
    return identifier(name)
