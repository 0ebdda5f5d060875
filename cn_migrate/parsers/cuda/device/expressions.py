"""Expressions: rvalues by the table VALUES, lvalues (addresses) by the table ADDRESSES."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import BinaryOperator as B
from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.device import calls, constants, shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.types import base_field, field_name, is_reference

K = CursorKind
_BINARY = {
    B.Add: "add", B.Sub: "sub", B.Mul: "mul", B.Div: "div", B.Rem: "rem",
    B.And: "and", B.Or: "or", B.Xor: "xor", B.Shl: "shl", B.Shr: "shr",
}  # fmt: skip
_COMPARE = {B.EQ: "eq", B.NE: "ne", B.LT: "lt", B.LE: "le", B.GT: "gt", B.GE: "ge"}
_COMPOUND = {
    B.AddAssign: "add", B.SubAssign: "sub", B.MulAssign: "mul", B.DivAssign: "div",
    B.RemAssign: "rem", B.AndAssign: "and", B.OrAssign: "or", B.XorAssign: "xor",
    B.ShlAssign: "shl", B.ShrAssign: "shr",
}  # fmt: skip
_STEPS = {U.POST_INC: ("add", "post"), U.POST_DEC: ("sub", "post"), U.PRE_INC: ("add", "pre"), U.PRE_DEC: ("sub", "pre")}
_CASTS = (
    K.CSTYLE_CAST_EXPR,
    K.CXX_STATIC_CAST_EXPR,
    K.CXX_FUNCTIONAL_CAST_EXPR,
    K.CXX_REINTERPRET_CAST_EXPR,
    K.CXX_CONST_CAST_EXPR,
)
_CONSTANT_KINDS = (K.INTEGER_LITERAL, K.FLOATING_LITERAL, K.CHARACTER_LITERAL, K.CXX_BOOL_LITERAL_EXPR, K.CXX_UNARY_EXPR)


def value(body: Body, cursor: Cursor) -> ir.Value:
    """Translate an expression to its value."""
    with body.at(cursor):
        known = constants.named(body, cursor)
        if known is not None:
            return known
        if shape.is_array_parameter(cursor):
            return body.load(_declared(body, shape.strip(cursor)))
        translate = VALUES.get(cursor.kind)
        if translate is None:
            raise body.refuse(f"expression '{cursor.kind.name.lower()}'")
        return translate(body, cursor)


def address(body: Body, cursor: Cursor) -> ir.Value:
    """Translate an lvalue expression to its address."""
    with body.at(cursor):
        translate = ADDRESSES.get(cursor.kind)
        if translate is None:
            raise body.refuse(f"lvalue '{cursor.kind.name.lower()}'")
        return translate(body, cursor)


def discard(body: Body, cursor: Cursor) -> None:
    """Translate an expression for its effects."""
    cursor = shape.strip(cursor)
    if cursor.kind == K.BINARY_OPERATOR and cursor.binary_operator == B.Assign:
        with body.at(cursor):
            _assignment(body, cursor)
    elif cursor.kind == K.BINARY_OPERATOR and cursor.binary_operator == B.Comma:
        for part in shape.children(cursor):
            discard(body, part)
    elif cursor.kind in _CASTS and cursor.type.get_canonical().kind == TypeKind.VOID:
        discard(body, shape.only(cursor))
    elif cursor.kind == K.CALL_EXPR:
        with body.at(cursor):
            calls.call(body, cursor)
    elif cursor.kind in (K.DECL_REF_EXPR, K.MEMBER_REF_EXPR, *_CONSTANT_KINDS):
        return  # no effect: `(void)x;`
    else:
        value(body, cursor)


def is_lvalue(cursor: Cursor) -> bool:
    """Does the expression designate an object in memory?"""
    kind = cursor.kind
    if kind in (K.PAREN_EXPR, K.UNEXPOSED_EXPR):
        inner = shape.children(cursor)
        same = len(inner) == 1 and _same_object(inner[0], cursor)
        return same and is_lvalue(inner[0])
    if kind == K.DECL_REF_EXPR:
        return cursor.referenced is not None and cursor.referenced.kind in (K.VAR_DECL, K.PARM_DECL)
    if kind == K.MEMBER_REF_EXPR:
        inner = shape.children(cursor)
        arrow = not inner or _is_pointer(inner[0])
        return cursor.referenced.kind in (K.FIELD_DECL, K.VAR_DECL) and (arrow or is_lvalue(inner[0]))
    if kind == K.UNARY_OPERATOR:
        return clang.unary_operator(cursor) in (U.DEREFERENCE, U.PRE_INC, U.PRE_DEC)
    if kind == K.BINARY_OPERATOR:
        return cursor.binary_operator == B.Assign
    if kind == K.CONDITIONAL_OPERATOR:
        return all(is_lvalue(c) for c in shape.children(cursor)[1:])
    if kind == K.CALL_EXPR:
        return calls.returns_reference(cursor)
    if kind in _CASTS:
        return is_lvalue(shape.only(cursor)) and _same_object(shape.only(cursor), cursor)
    return kind in (K.ARRAY_SUBSCRIPT_EXPR, K.COMPOUND_ASSIGNMENT_OPERATOR)


def address_or_temporary(body: Body, cursor: Cursor) -> ir.Value:
    """The address of an lvalue, or of a temporary that holds an rvalue (what a reference binds to)."""
    if is_lvalue(cursor):
        return address(body, cursor)
    return body.temporary(value(body, cursor))


def _same_object(inner: Cursor, outer: Cursor) -> bool:
    """Does the wrapper designate the same object (at most other qualifiers, or a base class' part)?"""
    first, second = inner.type.get_canonical(), outer.type.get_canonical()
    if first.kind == TypeKind.RECORD and second.kind == TypeKind.RECORD:
        return True
    return _unqualified(first.spelling) == _unqualified(second.spelling)


def _unqualified(spelling: str) -> str:
    words = [w for w in spelling.replace("*", " * ").split() if w not in ("const", "volatile", "__restrict")]
    return " ".join(words)


def _is_pointer(cursor: Cursor) -> bool:
    return bool(cursor.type.get_canonical().kind == TypeKind.POINTER)


def _is_volatile(cursor: Cursor) -> bool:
    return bool(cursor.type.is_volatile_qualified())


# -- lvalues -----------------------------------------------------------------------------------------


def _declared(body: Body, cursor: Cursor) -> ir.Value:
    declaration = cursor.referenced
    slot = body.slots.get(declaration.hash)
    if slot is None:
        slot = body.slots.get(declaration.canonical.hash)
    if slot is None:
        return body.module.global_reference(body, declaration)
    return body.load(slot) if is_reference(declaration.type) else slot


def _member_address(body: Body, cursor: Cursor) -> ir.Value:
    declaration = cursor.referenced
    if declaration.kind == K.VAR_DECL:  # a static member
        return body.module.global_reference(body, declaration)
    if declaration.kind != K.FIELD_DECL:
        raise body.refuse(f"member '{cursor.spelling}'")
    inner = shape.children(cursor)
    if not inner:
        if body.this is None:
            raise body.refuse("an implicit this outside of a method")
        base = body.load(body.this)
    elif _is_pointer(inner[0]):
        base = value(body, inner[0])
    else:
        base = address_or_temporary(body, inner[0])
    base = _anonymous_parts(body, base, declaration)
    field = body.member(base, field_name(declaration), body.type(declaration.type))
    return body.load(field) if is_reference(declaration.type) else field


def _anonymous_parts(body: Body, base: ir.Value, declaration: Cursor) -> ir.Value:
    """Members of an anonymous struct or union belong to the enclosing record in C++, not in memory."""
    owner = declaration.semantic_parent
    if not owner.is_anonymous_record_decl():
        return base
    outer = owner.semantic_parent
    wanted = body.type(outer.type)
    if t.pointee(base.type) == wanted or outer.is_anonymous_record_decl():
        base = _anonymous_parts(body, base, owner)
        holder = next(f for f in outer.type.get_fields() if f.type.get_canonical().get_declaration() == owner)
        return body.member(base, field_name(holder), body.type(holder.type))
    return base


def _subscript_address(body: Body, cursor: Cursor) -> ir.Value:
    base, index = shape.children(cursor)
    if not _is_pointer(base) and not shape.is_array_parameter(base):
        base, index = index, base  # 3[a]
    array = shape.strip(base)
    if shape.is_array(array) and is_lvalue(array):
        place = address(body, array)
        if isinstance(t.pointee(place.type), t.ArrayType):
            return body.element(place, value(body, index))
        return memory.OffsetOp(place, value(body, index), place.type).result  # dynamic shared memory
    pointer = value(body, base)
    return memory.OffsetOp(pointer, value(body, index), pointer.type).result


def _unary_address(body: Body, cursor: Cursor) -> ir.Value:
    operand = shape.only(cursor)
    if clang.unary_operator(cursor) == U.DEREFERENCE:
        return value(body, operand)
    place = address(body, operand)
    _step(body, cursor, place)
    return place


def _wrapped_address(body: Body, cursor: Cursor) -> ir.Value:
    inner = shape.only(cursor)
    place = address(body, inner)
    return _base_part(body, place, inner, cursor)


def _base_part(body: Body, place: ir.Value, inner: Cursor, outer: Cursor) -> ir.Value:
    """The part of a derived object that a conversion to a base class designates."""
    derived, base = inner.type.get_canonical(), outer.type.get_canonical()
    if derived.kind == TypeKind.POINTER:
        derived, base = derived.get_pointee(), base.get_pointee()
    wanted = body.type(base)
    if TypeKind.RECORD not in (derived.kind, base.kind) or t.pointee(place.type) == wanted:
        return place
    path = _path_to_base(derived.get_declaration(), base.get_declaration())
    if path is None:
        raise body.refuse(f"conversion of '{derived.spelling}' to '{base.spelling}'")
    for step in path:
        has_part = any(f.name == base_field(step) for f in _fields_of(body, t.pointee(place.type)))
        type_ = body.type(step)
        if has_part:
            place = body.member(place, base_field(step), type_)
        else:  # an empty base has no part of its own
            place = e.PtrCastOp(place, t.ptr(type_, t.space(place.type))).result
    return place


def _fields_of(body: Body, type_: ir.Type) -> tuple[object, ...]:
    return body.module.types.records[t.record_name(type_)].fields


def _path_to_base(derived: Cursor, base: Cursor) -> list[object] | None:
    if derived.canonical == base.canonical:
        return []
    for child in derived.get_children():
        if child.kind != K.CXX_BASE_SPECIFIER:
            continue
        rest = _path_to_base(child.type.get_canonical().get_declaration(), base)
        if rest is not None:
            return [child.type, *rest]
    return None


def _assignment_address(body: Body, cursor: Cursor) -> ir.Value:
    target, source = shape.children(cursor)
    place = address(body, target)
    body.store(initial_value(body, source, t.pointee(place.type), None), place, _is_volatile(target))
    return place


def _compound_address(body: Body, cursor: Cursor) -> ir.Value:
    place = address(body, shape.children(cursor)[0])
    _update(body, cursor, place)
    return place


def _conditional_address(body: Body, cursor: Cursor) -> ir.Value:
    condition, then, otherwise = shape.children(cursor)
    type_ = t.ptr(body.type(cursor.type))
    op = e.ConditionalOp(value(body, condition), type_)
    for region, arm in ((op.then, then), (op.otherwise, otherwise)):
        with body.block(region):
            body.yield_(body.generic(address(body, arm)))
    return op.result


def _this_address(body: Body, cursor: Cursor) -> ir.Value:
    raise body.refuse("the address of this")


ADDRESSES: dict[CursorKind, Callable[[Body, Cursor], ir.Value]] = {
    K.DECL_REF_EXPR: _declared,
    K.MEMBER_REF_EXPR: _member_address,
    K.ARRAY_SUBSCRIPT_EXPR: _subscript_address,
    K.UNARY_OPERATOR: _unary_address,
    K.PAREN_EXPR: _wrapped_address,
    K.UNEXPOSED_EXPR: _wrapped_address,
    K.BINARY_OPERATOR: _assignment_address,
    K.COMPOUND_ASSIGNMENT_OPERATOR: _compound_address,
    K.CONDITIONAL_OPERATOR: _conditional_address,
    K.CALL_EXPR: calls.call_address,
    K.CXX_THIS_EXPR: _this_address,
    **dict.fromkeys(_CASTS, _wrapped_address),
}


# -- rvalues -----------------------------------------------------------------------------------------


def _loaded(body: Body, cursor: Cursor) -> ir.Value:
    if cursor.kind == K.MEMBER_REF_EXPR:
        special = calls.special_member(body, cursor)
        if special is not None:
            return special
        if not is_lvalue(cursor) and cursor.referenced.kind == K.FIELD_DECL:
            whole = value(body, shape.children(cursor)[0])
            field = a.text(field_name(cursor.referenced))
            return e.ExtractOp(field, whole, body.type(cursor.referenced.type)).result
    place = address(body, cursor)
    if isinstance(t.pointee(place.type), t.ArrayType):
        return _decayed(body, place, cursor)
    return body.load(place, _is_volatile(cursor))


def _decayed(body: Body, place: ir.Value, cursor: Cursor) -> ir.Value:
    array = t.pointee(place.type)
    decayed = memory.DecayOp(place, t.ptr(t.element(array), t.space(place.type))).result
    return body.generic(decayed)


def _wrapped(body: Body, cursor: Cursor) -> ir.Value:
    inner = shape.children(cursor)
    if not inner:
        return constants.childless(body, cursor)
    child = inner[-1]
    outer_kind, inner_kind = cursor.type.get_canonical().kind, child.type.get_canonical().kind
    if outer_kind == TypeKind.POINTER and shape.is_array(child):
        place = address_or_temporary(body, child)
        if not isinstance(t.pointee(place.type), t.ArrayType):
            return body.generic(place)  # dynamic shared memory is a pointer already
        return _decayed(body, place, child)
    if outer_kind == TypeKind.RECORD and inner_kind == TypeKind.RECORD and is_lvalue(child):
        return body.load(_base_part(body, address(body, child), child, cursor))
    if outer_kind == TypeKind.VOID:
        discard(body, child)
        return e.UndefOp(t.void()).result
    if outer_kind == TypeKind.POINTER and inner_kind == TypeKind.POINTER:
        return _pointer_conversion(body, child, cursor)
    if outer_kind == TypeKind.RECORD:
        return value(body, child)
    return body.convert(value(body, child), body.type(cursor.type))


def _pointer_conversion(body: Body, child: Cursor, cursor: Cursor) -> ir.Value:
    pointer = value(body, child)
    derived = child.type.get_canonical().get_pointee().kind == TypeKind.RECORD
    base = cursor.type.get_canonical().get_pointee()
    if derived and base.kind == TypeKind.RECORD and cursor.kind == K.UNEXPOSED_EXPR:
        return _base_part(body, pointer, child, cursor)
    return body.convert(pointer, body.type(cursor.type))


def _paren(body: Body, cursor: Cursor) -> ir.Value:
    return value(body, shape.only(cursor))


def _cast(body: Body, cursor: Cursor) -> ir.Value:
    kind = cursor.type.get_canonical().kind
    if is_reference(cursor.type):
        return body.load(_reinterpreted(body, cursor))
    if kind in (TypeKind.RECORD, TypeKind.POINTER, TypeKind.VOID):
        return _wrapped(body, cursor)
    inner = shape.children(cursor)
    if not inner:
        return constants.childless(body, cursor)
    return body.convert(value(body, inner[-1]), body.type(cursor.type), explicit=True)


def _reinterpreted(body: Body, cursor: Cursor) -> ir.Value:
    place = address(body, shape.only(cursor))
    return body.convert(place, t.ptr(body.type(cursor.type), t.space(place.type)))


def _binary(body: Body, cursor: Cursor) -> ir.Value:
    operator = cursor.binary_operator
    if operator == B.Assign:
        return _assigned(body, cursor)
    left, right = shape.children(cursor)
    if operator == B.Comma:
        discard(body, left)
        return value(body, right)
    if operator in (B.LAnd, B.LOr):
        return _logical(body, cursor, left, right)
    if operator in _COMPARE:
        return _compared(body, _COMPARE[operator], left, right)
    if operator not in _BINARY:
        raise body.refuse(f"operator '{cursor.spelling}'")
    return _arithmetic(body, cursor, _BINARY[operator], left, right)


def _arithmetic(body: Body, cursor: Cursor, name: str, left: Cursor, right: Cursor) -> ir.Value:
    lhs, rhs = value(body, left), value(body, right)
    type_ = body.type(cursor.type)
    if t.is_ptr(lhs.type) and t.is_ptr(rhs.type):
        return memory.PtrDiffOp(lhs, rhs, type_).result
    if t.is_ptr(rhs.type):
        lhs, rhs = rhs, lhs
    if t.is_ptr(lhs.type):
        if name == "sub":
            rhs = e.UnaryOp(a.text("neg"), _signed(body, rhs), _signed_type(rhs.type)).result
        return memory.OffsetOp(lhs, rhs, lhs.type).result
    if name not in e.SHIFTS:
        lhs, rhs = body.convert(lhs, type_), body.convert(rhs, type_)
    return e.BinaryOp(a.text(name), lhs, rhs, type_).result


def _signed_type(type_: ir.Type) -> ir.Type:
    return type_ if not t.is_unsigned(type_) else t.signed(64)


def _signed(body: Body, index: ir.Value) -> ir.Value:
    """A pointer moves back by a signed amount, also where the index is unsigned."""
    return body.convert(index, _signed_type(index.type))


def _compared(body: Body, name: str, left: Cursor, right: Cursor) -> ir.Value:
    lhs, rhs = value(body, left), value(body, right)
    return e.CompareOp(a.text(name), lhs, rhs, t.boolean()).result


def _logical(body: Body, cursor: Cursor, left: Cursor, right: Cursor) -> ir.Value:
    name = "and" if cursor.binary_operator == B.LAnd else "or"
    op = e.LogicalOp(a.text(name), value(body, left), t.boolean())
    with body.block(op.rhs):
        body.yield_(value(body, right))
    return op.result


def _assignment(body: Body, cursor: Cursor) -> None:
    target, source = shape.children(cursor)
    place = address(body, target)
    body.store(initial_value(body, source, t.pointee(place.type), None), place, _is_volatile(target))


def _assigned(body: Body, cursor: Cursor) -> ir.Value:
    target, source = shape.children(cursor)
    place = address(body, target)
    stored = initial_value(body, source, t.pointee(place.type), None)
    return memory.StoreOp(stored, place, result=stored.type).result


def _compound(body: Body, cursor: Cursor) -> ir.Value:
    return _update(body, cursor, address(body, shape.children(cursor)[0]))


def _update(body: Body, cursor: Cursor, place: ir.Value) -> ir.Value:
    name = _COMPOUND[cursor.binary_operator]
    by = value(body, shape.children(cursor)[1])
    op = memory.UpdateOp(a.text(name), a.text("assign"), place, by, t.pointee(place.type))
    return op.result


def _step(body: Body, cursor: Cursor, place: ir.Value) -> ir.Value:
    name, form = _STEPS[clang.unary_operator(cursor)]
    type_ = t.pointee(place.type)
    one = body.constant(t.signed(32) if t.is_ptr(type_) else type_, 1)
    return memory.UpdateOp(a.text(name), a.text(form), place, one, type_).result


def _unary(body: Body, cursor: Cursor) -> ir.Value:
    operator, operand = clang.unary_operator(cursor), shape.only(cursor)
    if operator in _STEPS:
        return _step(body, cursor, address(body, operand))
    if operator == U.ADDRESS_OF:
        if operand.type.get_canonical().kind in (TypeKind.FUNCTIONPROTO, TypeKind.FUNCTIONNOPROTO):
            raise body.refuse("a function pointer")
        return body.generic(address(body, operand))
    if operator == U.DEREFERENCE:
        place = value(body, operand)
        if isinstance(t.pointee(place.type), t.ArrayType):
            return _decayed(body, place, cursor)
        return body.load(place, _is_volatile(cursor))
    type_ = body.type(cursor.type)
    inner = body.convert(value(body, operand), type_)
    if operator == U.PLUS:
        return inner
    names = {U.MINUS: "neg", U.NOT: "not", U.LOGICAL_NOT: "lnot"}
    if operator not in names:
        raise body.refuse(f"unary operator '{operator.name.lower()}'")
    return e.UnaryOp(a.text(names[operator]), inner, type_).result


def _conditional(body: Body, cursor: Cursor) -> ir.Value:
    condition, then, otherwise = shape.children(cursor)
    type_ = body.type(cursor.type)
    if type_ == t.void():
        raise body.refuse("a conditional expression without value")
    op = e.ConditionalOp(value(body, condition), type_)
    for region, arm in ((op.then, then), (op.otherwise, otherwise)):
        with body.block(region):
            body.yield_(initial_value(body, arm, type_, None))
    return op.result


def _this(body: Body, cursor: Cursor) -> ir.Value:
    if body.this is None:
        raise body.refuse("this outside of a method")
    return body.load(body.this)


def _list(body: Body, cursor: Cursor) -> ir.Value:
    return initial_value(body, cursor, body.type(cursor.type), None)


VALUES: dict[CursorKind, Callable[[Body, Cursor], ir.Value]] = {
    K.DECL_REF_EXPR: _loaded,
    K.MEMBER_REF_EXPR: _loaded,
    K.ARRAY_SUBSCRIPT_EXPR: _loaded,
    K.UNEXPOSED_EXPR: _wrapped,
    K.PAREN_EXPR: _paren,
    K.BINARY_OPERATOR: _binary,
    K.COMPOUND_ASSIGNMENT_OPERATOR: _compound,
    K.UNARY_OPERATOR: _unary,
    K.CONDITIONAL_OPERATOR: _conditional,
    K.CALL_EXPR: calls.call_value,
    K.CXX_THIS_EXPR: _this,
    K.INIT_LIST_EXPR: _list,
    K.INTEGER_LITERAL: constants.literal,
    K.FLOATING_LITERAL: constants.literal,
    K.CHARACTER_LITERAL: constants.literal,
    K.CXX_BOOL_LITERAL_EXPR: constants.literal,
    K.CXX_NULL_PTR_LITERAL_EXPR: constants.null,
    K.CXX_UNARY_EXPR: constants.literal,
    K.SIZE_OF_PACK_EXPR: constants.literal,
    **dict.fromkeys(_CASTS, _cast),
}
