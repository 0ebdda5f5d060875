"""Which classes have virtual functions, and which function of a class overrides one of a base (ISO C++17,
[class.virtual])."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, Type

K = CursorKind
CLASS_FIELD = "dynamic_class"  # holds the number of the class that an object is of


def is_polymorphic(type_: Type) -> bool:
    """Has a class virtual functions, its own or inherited ones?"""
    canonical = type_.get_canonical()
    own = any(method.is_virtual_method() for method in canonical.get_methods())
    return own or bool(polymorphic_bases(canonical))


def polymorphic_bases(type_: Type) -> list[Type]:
    """The direct bases that have virtual functions."""
    bases = [base.type for base in type_.get_canonical().get_bases()]
    return [base for base in bases if is_polymorphic(base)]


def holds_number(type_: Type) -> bool:
    """Does the number of its class stand in objects of this class, not in a part of a base?"""
    return not polymorphic_bases(type_) and is_polymorphic(type_)


def has_virtual_destructor(type_: Type) -> bool:
    """Does `delete` of a pointer to a class find out what the object is?"""
    canonical = type_.get_canonical()
    methods = canonical.get_methods()
    own = any(m.kind == K.DESTRUCTOR and m.is_virtual_method() for m in methods)
    return own or any(has_virtual_destructor(base.type) for base in canonical.get_bases())


def overrider(type_: Type, method: Cursor) -> Cursor | None:
    """What a virtual call of `method` calls for an object of a class; None where no base has the function."""
    canonical = type_.get_canonical()
    for own in canonical.get_methods():
        if own.kind == K.CXX_METHOD and signature(own) == signature(method):
            return own
    for base in canonical.get_bases():
        found = overrider(base.type, method)
        if found is not None:
            return found
    return None


def signature(method: Cursor) -> str:
    """Name, parameter types and const: what functions that override each other share."""
    types = ", ".join(p.get_canonical().spelling for p in method.type.argument_types())
    return f"{method.spelling}({types}){' const' if method.is_const_method() else ''}"
