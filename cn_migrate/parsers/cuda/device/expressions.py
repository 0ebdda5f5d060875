"""Rvalues: the values of expressions."""

from __future__ import annotations

from clang.cindex import BinaryOperator as B
from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.device import bit_field_access, bit_fields, calls, constants, shape
from cn_migrate.parsers.cuda.device.allocation import delete_object, new_object
from cn_migrate.parsers.cuda.device.bases import base_part, related
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import (
    VALUES,
    address,
    address_or_temporary,
    is_lvalue,
    value,
)
from cn_migrate.parsers.cuda.device.function_pointers import function_value, target
from cn_migrate.parsers.cuda.device.initialisers import ARRAYS, initial_value
from cn_migrate.parsers.cuda.device.types import field_name
from cn_migrate.parsers.cuda.device.updates import STEPS, step, update
from cn_migrate.parsers.cuda.function_ids import is_function

K = CursorKind
_BINARY = {
    B.Add: "add", B.Sub: "sub", B.Mul: "mul", B.Div: "div", B.Rem: "rem",
    B.And: "and", B.Or: "or", B.Xor: "xor", B.Shl: "shl", B.Shr: "shr",
}  # fmt: skip
_COMPARE = {B.EQ: "eq", B.NE: "ne", B.LT: "lt", B.LE: "le", B.GT: "gt", B.GE: "ge"}
_CONSTANT_KINDS = (
    K.INTEGER_LITERAL,
    K.FLOATING_LITERAL,
    K.CHARACTER_LITERAL,
    K.CXX_BOOL_LITERAL_EXPR,
    K.CXX_UNARY_EXPR,
)


def discard(body: Body, cursor: Cursor) -> None:
    """Translate an expression for its effects."""
    cursor = shape.strip(cursor)
    with body.at(cursor):
        if body.own_value(cursor) is not None:
            return
    if cursor.kind == K.BINARY_OPERATOR and cursor.binary_operator == B.Assign:
        with body.at(cursor):
            _assignment(body, cursor)
    elif cursor.kind == K.BINARY_OPERATOR and cursor.binary_operator == B.Comma:
        for part in shape.children(cursor):
            discard(body, part)
    elif cursor.kind in shape.CASTS and _is_void(cursor):
        discard(body, shape.only(cursor))
    elif cursor.kind == K.CALL_EXPR:
        with body.at(cursor):
            result = calls.call(body, cursor)
            if result is not None and not shape.returns_reference(cursor):
                body.discard(result, cursor.type)
    elif cursor.kind == K.CONDITIONAL_OPERATOR and _is_void(cursor):
        with body.at(cursor):
            _conditional_effect(body, cursor)
    elif cursor.kind in (K.DECL_REF_EXPR, K.MEMBER_REF_EXPR, *_CONSTANT_KINDS):
        return  # no effect: `(void)x;`
    else:
        value(body, cursor)


def _is_void(cursor: Cursor) -> bool:
    return bool(cursor.type.get_canonical().kind == TypeKind.VOID)


def _conditional_effect(body: Body, cursor: Cursor) -> None:
    """`condition ? f() : g()` without a value, as `assert` is one."""
    condition, *branches = shape.children(cursor)
    test = body.truth(value(body, condition))
    if _is_nothing(branches[0]):
        test = e.UnaryOp(a.text("lnot"), test, t.boolean()).result
        branches.reverse()
    op = control.IfOp(test)
    for region, branch in zip((op.then, op.otherwise), branches, strict=True):
        if not _is_nothing(branch):
            with body.block(region):
                discard(body, branch)


def _is_nothing(cursor: Cursor) -> bool:
    """`void(0)`."""
    cursor = shape.strip(cursor)
    return cursor.kind in shape.CASTS and shape.only(cursor).kind in _CONSTANT_KINDS


def _loaded(body: Body, cursor: Cursor) -> ir.Value:
    if is_function(cursor.type) and (function := target(cursor)) is not None:
        return function_value(body, function)
    if cursor.kind == K.MEMBER_REF_EXPR:
        special = calls.special_member(body, cursor)
        if special is not None:
            return special
        if bit_fields.is_bit_field(cursor):
            return bit_field_access.loaded(body, cursor)
        if not is_lvalue(cursor) and cursor.referenced.kind == K.FIELD_DECL:
            whole = value(body, shape.children(cursor)[0])
            field = a.text(field_name(cursor.referenced))
            return e.ExtractOp(field, whole, body.type(cursor.referenced.type)).result
    place = address(body, cursor)
    if isinstance(t.pointee(place.type), t.ArrayType):
        return _decayed(body, place, cursor)
    return body.load(place, shape.is_volatile(cursor))


def _decayed(body: Body, place: ir.Value, cursor: Cursor) -> ir.Value:
    array = t.pointee(place.type)
    decayed = memory.DecayOp(place, t.ptr(t.element(array), t.space(place.type))).result
    return body.generic(decayed)


def _wrapped(body: Body, cursor: Cursor) -> ir.Value:
    inner = shape.children(cursor)
    if not inner:
        return constants.childless(body, cursor)
    child = inner[-1]
    if is_function(cursor.type):
        return _function(body, cursor, child)
    outer_kind, inner_kind = cursor.type.get_canonical().kind, child.type.get_canonical().kind
    if outer_kind == TypeKind.BOOL and shape.strip(child).kind == K.STRING_LITERAL:
        return body.constant(t.boolean(), True)  # assert(n > 0 && "n is positive")
    if outer_kind == TypeKind.POINTER and shape.is_array(child):
        place = address_or_temporary(body, child)
        if not isinstance(t.pointee(place.type), t.ArrayType):
            return body.generic(place)  # dynamic shared memory is a pointer already
        return _decayed(body, place, child)
    if outer_kind == TypeKind.RECORD and inner_kind == TypeKind.RECORD and is_lvalue(child):
        return body.load(base_part(body, address(body, child), child, cursor))
    if outer_kind == TypeKind.RECORD and inner_kind == TypeKind.RECORD:
        whole = value(body, child)
        if whole.type == body.type(cursor.type):
            return whole
        return body.load(base_part(body, body.temporary(whole), child, cursor))
    if outer_kind == TypeKind.VOID:
        discard(body, child)
        return e.UndefOp(t.void()).result
    if outer_kind == TypeKind.POINTER and inner_kind == TypeKind.POINTER:
        return _pointer_conversion(body, child, cursor)
    if outer_kind == TypeKind.RECORD:
        return value(body, child)
    # What a parameter `T a[n]` gets is shown as an array, too.
    wanted = body.type if inner_kind in ARRAYS else body.module.types.parameter
    return body.convert(value(body, child), wanted(cursor.type))


def _function(body: Body, cursor: Cursor, child: Cursor) -> ir.Value:
    """A function as a pointer or reference, or a pointer to one from something else."""
    function = target(cursor)
    if function is not None:
        return function_value(body, function)
    if child.type.get_canonical().kind == TypeKind.NULLPTR:
        return body.zero(body.type(cursor.type))
    return body.convert(value(body, child), body.type(cursor.type))


def _pointer_conversion(body: Body, child: Cursor, cursor: Cursor) -> ir.Value:
    pointer = value(body, child)
    derived = child.type.get_canonical().get_pointee().kind == TypeKind.RECORD
    base = cursor.type.get_canonical().get_pointee()
    kinds = (K.UNEXPOSED_EXPR, K.CXX_STATIC_CAST_EXPR, K.CSTYLE_CAST_EXPR)
    if derived and base.kind == TypeKind.RECORD and cursor.kind in kinds and related(child, cursor):
        return base_part(body, pointer, child, cursor)
    return body.convert(pointer, body.type(cursor.type))


def _paren(body: Body, cursor: Cursor) -> ir.Value:
    return value(body, shape.only(cursor))


def _cast(body: Body, cursor: Cursor) -> ir.Value:
    kind = cursor.type.get_canonical().kind
    if is_lvalue(cursor) and shape.is_reference_cast(cursor):
        return body.load(address(body, cursor))
    if kind in (TypeKind.RECORD, TypeKind.POINTER, TypeKind.VOID):
        return _wrapped(body, cursor)
    inner = shape.children(cursor)
    if not inner:
        return constants.childless(body, cursor)
    return body.convert(value(body, inner[-1]), body.type(cursor.type), explicit=True)


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
    op = e.LogicalOp(a.text(name), body.truth(value(body, left)), t.boolean())
    with body.block(op.rhs):
        body.yield_(body.truth(value(body, right)))
    return op.result


def _assignment(body: Body, cursor: Cursor) -> None:
    target, source = shape.children(cursor)
    if bit_field_access.target_of(cursor) is not None:
        _assigned(body, cursor)
        return
    place = address(body, target)
    body.store(initial_value(body, source, t.pointee(place.type)), place, shape.is_volatile(target))


def _assigned(body: Body, cursor: Cursor) -> ir.Value:
    target, source = shape.children(cursor)
    bits = bit_field_access.target_of(cursor)
    if bits is not None:
        first = initial_value(body, source, body.type(bits.referenced.type))
        return bit_field_access.assigned(body, bits, first)
    place = address(body, target)
    stored = initial_value(body, source, t.pointee(place.type))
    return memory.StoreOp(stored, place, result=stored.type).result


def _compound(body: Body, cursor: Cursor) -> ir.Value:
    bits = bit_field_access.target_of(cursor)
    if bits is not None:
        return bit_field_access.updated(body, cursor, bits)
    return update(body, cursor, address(body, shape.children(cursor)[0]))


def _unary(body: Body, cursor: Cursor) -> ir.Value:
    operator, operand = clang.unary_operator(cursor), shape.only(cursor)
    if (
        operator in (U.ADDRESS_OF, U.DEREFERENCE)
        and is_function(cursor.type)
        and is_function(operand.type)
    ):
        function = target(cursor)
        return value(body, operand) if function is None else function_value(body, function)
    bits = bit_field_access.target_of(cursor) if operator in STEPS else None
    if bits is not None:
        return bit_field_access.stepped(body, cursor, bits)
    if operator in STEPS:
        return step(body, cursor, address(body, operand))
    if operator == U.ADDRESS_OF:
        return body.generic(address(body, operand))
    if operator == U.DEREFERENCE:
        place = value(body, operand)
        if isinstance(t.pointee(place.type), t.ArrayType):
            return _decayed(body, place, cursor)
        return body.load(place, shape.is_volatile(cursor))
    if operator == U.LOGICAL_NOT:
        truth = body.truth(value(body, operand))
        return e.UnaryOp(a.text("lnot"), truth, t.boolean()).result
    type_ = body.type(cursor.type)
    inner = body.convert(value(body, operand), type_)
    if operator == U.PLUS:
        return inner
    names = {U.MINUS: "neg", U.NOT: "not"}
    if operator not in names:
        raise body.refuse(f"unary operator '{operator.name.lower()}'")
    return e.UnaryOp(a.text(names[operator]), inner, type_).result


def _conditional(body: Body, cursor: Cursor) -> ir.Value:
    condition, then, otherwise = shape.children(cursor)
    decayed = shape.is_decayed(cursor)
    type_ = (body.module.types.parameter if decayed else body.type)(cursor.type)
    if type_ == t.void():
        _conditional_effect(body, cursor)
        return e.UndefOp(t.void()).result
    op = e.ConditionalOp(body.truth(value(body, condition)), type_)
    for region, arm in ((op.then, then), (op.otherwise, otherwise)):
        with body.block(region):
            body.yield_(initial_value(body, arm, type_))
    return op.result


def _this(body: Body, cursor: Cursor) -> ir.Value:
    return body.object()


def _compound_literal(body: Body, cursor: Cursor) -> ir.Value:
    return initial_value(body, shape.only(cursor), body.type(cursor.type))


def _list(body: Body, cursor: Cursor) -> ir.Value:
    return initial_value(body, cursor, body.type(cursor.type))


VALUES.update(
    {
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
        K.COMPOUND_LITERAL_EXPR: _compound_literal,
        K.CXX_NEW_EXPR: new_object,
        K.CXX_DELETE_EXPR: delete_object,
        K.INTEGER_LITERAL: constants.literal,
        K.FLOATING_LITERAL: constants.literal,
        K.CHARACTER_LITERAL: constants.literal,
        K.CXX_BOOL_LITERAL_EXPR: constants.literal,
        K.CXX_NULL_PTR_LITERAL_EXPR: constants.null,
        K.GNU_NULL_EXPR: constants.null,
        K.CXX_UNARY_EXPR: constants.literal,
        K.SIZE_OF_PACK_EXPR: constants.literal,
        **dict.fromkeys(shape.CASTS, _cast),
    }
)
