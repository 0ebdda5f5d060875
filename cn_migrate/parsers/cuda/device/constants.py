"""Literals, enumerators, constant variables: values known when the kernel is compiled."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.warp import WARP_SIZE
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind
_COMPUTED = (K.PAREN_EXPR, K.BINARY_OPERATOR, K.UNARY_OPERATOR)
_SPELLED = (K.INTEGER_LITERAL, K.FLOATING_LITERAL, K.CHARACTER_LITERAL)


def literal(body: Body, cursor: Cursor) -> ir.Value:
    """A literal, `sizeof`, `alignof`: its value, and the text or macro that the user wrote."""
    type_ = body.type(cursor.type)
    if cursor.kind == K.CXX_BOOL_LITERAL_EXPR:
        return body.constant(type_, _truth(body, cursor))
    known = clang.evaluate(cursor)
    if not isinstance(known, (int, float)):
        raise body.refuse(f"the constant '{cursor.spelling or cursor.kind.name.lower()}'")
    spelling = body.module.literal_text(cursor) if cursor.kind in _SPELLED else ""
    return body.constant(type_, known, spelling)


def _truth(body: Body, cursor: Cursor) -> bool:
    known = clang.evaluate(cursor)
    if isinstance(known, int):
        return bool(known)
    words = [token.spelling for token in cursor.get_tokens()]
    return words[:1] == ["true"]


def macro(body: Body, cursor: Cursor) -> ir.Value | None:
    """The value of a macro that stands for arithmetic on constants, under its name; else None."""
    if cursor.kind not in _COMPUTED:
        return None
    type_ = body.type(cursor.type)
    if not (t.is_int(type_) or t.is_float(type_)) or t.is_bool(type_):
        return None
    name = body.module.macro_name(cursor)
    known = body.module.evaluate(cursor) if name else None
    return body.constant(type_, known, name) if isinstance(known, (int, float)) else None


def null(body: Body, cursor: Cursor) -> ir.Value:
    """`nullptr`, and NULL as the compiler has it."""
    return e.ZeroOp(t.ptr(t.void())).result


def childless(body: Body, cursor: Cursor) -> ir.Value:
    """A wrapper without children: `int()`, a default argument, a constant that clang folded."""
    type_ = body.type(cursor.type)
    known = clang.evaluate(cursor)
    if isinstance(known, (int, float)) and (t.is_int(type_) or t.is_float(type_)):
        return body.constant(type_, known)
    if cursor.extent.start.offset == 0 and cursor.extent.end.offset == 0:
        raise body.refuse("a default argument that is no constant")
    return body.zero(type_)


def named(body: Body, cursor: Cursor) -> ir.Value | None:
    """The value of an enumerator or of a constant variable of the host (or warpSize), under its name; else None."""
    if cursor.kind not in (K.DECL_REF_EXPR, K.MEMBER_REF_EXPR):
        return None
    declaration = cursor.referenced
    if declaration is None or declaration.kind == K.TEMPLATE_NON_TYPE_PARAMETER:
        return _template_argument(body, cursor)
    if declaration.kind == K.ENUM_CONSTANT_DECL:
        name = body.module.name_constant(cursor.spelling, declaration.enum_value)
        return body.constant(body.type(cursor.type), declaration.enum_value, name)
    if declaration.spelling == "warpSize" and not body.module.in_project(declaration):
        return body.constant(
            t.signed(32), WARP_SIZE, body.module.name_constant("warpSize", WARP_SIZE)
        )
    if declaration.kind == K.UNEXPOSED_DECL and declaration.hash not in body.slots:
        return _variable_template(body, cursor, declaration)
    if declaration.kind != K.VAR_DECL or not _is_constant(declaration, body.slots):
        return None
    known = clang.evaluate(
        shape.initialiser(declaration.get_definition() or declaration) or declaration
    )
    type_ = body.type(declaration.type)
    if not isinstance(known, (int, float)) or not (t.is_int(type_) or t.is_float(type_)):
        return None
    own = t.is_int(type_) and body.module.in_project(declaration)
    name = body.module.name_constant(declaration.spelling, known) if own else ""
    return body.constant(type_, known, name)


def spelling(body: Body, label: Cursor) -> str:
    """What the user wrote for an integer constant: a literal, a macro, or the name of a constant."""
    label = shape.strip(label)
    if label.kind in _SPELLED:
        return body.module.literal_text(label)
    known = named_integer(body.module, label, body.slots) if label.kind == K.DECL_REF_EXPR else None
    return body.module.name_constant(label.spelling, known) if known is not None else ""


def named_integer(module: DeviceModule, reference: Cursor, locals_: Container[int]) -> int | None:
    """The value of an enumerator or of an integer constant of the project's; None for any other name."""
    declaration = reference.referenced
    if declaration is None or not module.in_project(declaration):
        return None
    if declaration.kind == K.ENUM_CONSTANT_DECL:
        return int(declaration.enum_value)
    if declaration.kind != K.VAR_DECL or not _is_constant(declaration, locals_):
        return None
    known = clang.evaluate(
        shape.initialiser(declaration.get_definition() or declaration) or declaration
    )
    return known if isinstance(known, int) else None


def _variable_template(body: Body, cursor: Cursor, declaration: Cursor) -> ir.Value | None:
    """`pi<float>`: libclang does not expose what it refers to, but knows its value."""
    known, type_ = clang.evaluate(declaration), body.type(cursor.type)
    if not isinstance(known, (int, float)) or not (t.is_int(type_) or t.is_float(type_)):
        return None
    is_const = cursor.type.get_canonical().is_const_qualified()
    return body.constant(type_, known) if is_const else None


def _template_argument(body: Body, cursor: Cursor) -> ir.Value:
    """The use of a template parameter in an instance: its name around the value."""
    inner = shape.children(cursor)
    known = clang.evaluate(inner[0] if inner else cursor)
    if not isinstance(known, (int, float)):
        raise body.refuse(f"the template argument '{cursor.spelling}'")
    return body.constant(body.type(cursor.type), known)


def _is_constant(declaration: Cursor, locals_: Container[int]) -> bool:
    """A const variable whose value is used, not its place: of the host's, or constexpr."""
    if declaration.hash in locals_:
        return False
    attributes = clang.attributes(declaration)
    is_const = declaration.type.get_canonical().is_const_qualified()
    return (
        is_const
        and K.CUDASHARED_ATTR not in attributes
        and K.CUDACONSTANT_ATTR not in attributes
        and bool(shape.initialiser(declaration.get_definition() or declaration))
    )
