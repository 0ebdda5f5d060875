"""Vectors: literals, components, operators (OpenCL C, 6.1.6, 6.1.7, 6.3).

The dialect computes with scalars: an operator on vectors becomes one for each component.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from clang.cindex import BinaryOperator as B
from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import component
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import address, is_lvalue, value
from cn_migrate.parsers.cuda.device.updates import COMPOUND, STEPS
from cn_migrate.parsers.opencl.types import count, is_vector

K = CursorKind
_BINARY = {
    B.Add: "add", B.Sub: "sub", B.Mul: "mul", B.Div: "div", B.Rem: "rem",
    B.And: "and", B.Or: "or", B.Xor: "xor", B.Shl: "shl", B.Shr: "shr",
}  # fmt: skip
_COMPARE = {B.EQ: "eq", B.NE: "ne", B.LT: "lt", B.LE: "le", B.GT: "gt", B.GE: "ge"}
_ACCESS = re.compile(rb"(?:\.|->)\s*(\w+)$")
BITCAST = "cn_bitcast"
_NAME = re.compile(rb"\w+")
_LONGEST = 64  # bytes before the end of a component's name that are looked at


# -- parts and wholes --------------------------------------------------------------------------------


def split(vector: ir.Value, number: int) -> list[ir.Value]:
    """The first `number` components of a vector."""
    type_ = t.element(vector.type)
    return [e.ExtractOp(a.text(component(i)), vector, type_).result for i in range(number)]


def join(type_: ir.Type, parts: list[ir.Value]) -> ir.Value:
    """The vector of `parts`; a fourth one beside three is anything."""
    missing = t.count(type_) - len(parts)
    filled = [*parts, *(e.UndefOp(t.element(type_)).result for _ in range(missing))]
    return e.AggregateOp(type_, filled).result


def spread(body: Body, scalar: ir.Value, type_: ir.Type, number: int) -> ir.Value:
    """`scalar` in each component."""
    return join(type_, [body.convert(scalar, t.element(type_))] * number)


def columns(body: Body, cursor: Cursor, number: int) -> list[ir.Value]:
    """The components of an operand, which are one and the same for a scalar."""
    known = value(body, cursor)
    return split(known, number) if is_vector(cursor.type) else [known] * number


def chosen(body: Body, test: ir.Value, then: ir.Value, otherwise: ir.Value) -> ir.Value:
    """`test ? then : otherwise` of two known scalars."""
    op = e.ConditionalOp(test, then.type)
    for region, arm in ((op.then, then), (op.otherwise, otherwise)):
        with body.block(region):
            control.YieldOp([arm])
    return op.result


def is_negative(body: Body, scalar: ir.Value) -> ir.Value:
    """Is the most significant bit set, as a vector's condition asks (6.3.i)?"""
    wide = t.signed(scalar.type.width)
    zero = body.constant(wide, 0)
    return e.CompareOp(a.text("lt"), body.convert(scalar, wide), zero, t.boolean()).result


# -- components --------------------------------------------------------------------------------------


def swizzle(body: Body, cursor: Cursor) -> tuple[Cursor, list[int]] | None:
    """The vector (or pointer to one) and the components that `v.xy` names; None for another expression."""
    inner = list(cursor.get_children())
    if cursor.kind != K.UNEXPOSED_EXPR or len(inner) != 1:
        return None
    base = inner[0]
    vector = base.type.get_canonical().get_pointee() if shape.is_pointer(base) else base.type
    if not is_vector(vector) or shape.is_pointer(cursor) or not _picks(cursor, base, vector):
        return None
    numbers = _numbers(_accessor(body, cursor), count(vector))
    if numbers is None:
        raise body.refuse("components of a vector that a macro names")
    return base, numbers


def _picks(cursor: Cursor, base: Cursor, vector: Type) -> bool:
    """Does `cursor` name components of `base`, and is no conversion that changes nothing?"""
    if not is_vector(cursor.type) or count(cursor.type) != count(vector):
        return True
    own, its = (clang.spelling_location(c.extent.end) for c in (cursor, base))
    if own != its or shape.is_pointer(base):
        return True
    # In a macro both end where it does.  Components of an object are one, in its memory; a conversion is a value.
    has_place = is_lvalue(base) or base.kind in (K.COMPOUND_LITERAL_EXPR, K.UNEXPOSED_EXPR)
    return bool(cursor.type.get_address_space()) or not has_place


def _accessor(body: Body, cursor: Cursor) -> str:
    """What stands behind the dot; of a macro's use, what its definition has behind its only dot."""
    place, start = (body.module.unit.where(end) for end in (cursor.extent.end, cursor.extent.start))
    if place is None or start is None:
        return ""
    _, offset = clang.spelling_location(cursor.extent.end)
    data: bytes = place[0].data
    match = _ACCESS.search(data[max(0, offset - _LONGEST) : offset])
    if match is not None:
        return match[1].decode()
    name = _NAME.match(data, start[1])
    named = _named_in_macro(body, name[0].decode()) if name is not None else set()
    return named.pop() if len(named) == 1 else ""


def _named_in_macro(body: Body, name: str) -> set[str]:
    """The names behind dots in the definition of a macro."""
    found: set[str] = set()
    for cursor in body.module.unit.declarations:
        if cursor.kind == K.MACRO_DEFINITION and cursor.spelling == name:
            texts = [token.spelling for token in cursor.get_tokens()]
            pairs = pairwise(texts)
            found |= {after for before, after in pairs if before in (".", "->")}
    return found


def _numbers(name: str, size: int) -> list[int] | None:
    """The components that an accessor names, of a vector of `size`; one of three counts as one of four."""
    even = 4 if size == 3 else size
    halves = {
        "lo": range(even // 2),
        "hi": range(even // 2, even),
        "even": range(0, even, 2),
        "odd": range(1, even, 2),
    }
    if name in halves:
        return list(halves[name])
    if re.fullmatch(r"[sS][0-9a-fA-F]+", name):
        return [int(digit, 16) for digit in name[1:]]
    for letters in ("xyzw", "rgba"):
        if name and set(name) <= set(letters):
            return [letters.index(letter) for letter in name]
    return None


def component_address(body: Body, cursor: Cursor) -> ir.Value | None:
    """The address of `v.x`; None for what is no single component of an object."""
    found = swizzle(body, cursor)
    if found is None or len(found[1]) != 1:
        return None
    base, numbers = _whole(body, *found)
    if not _has_place(base):
        return None
    return body.member(_place(body, base), component(numbers[0]), body.type(cursor.type))


def _has_place(base: Cursor) -> bool:
    return shape.is_pointer(base) or is_lvalue(base)


def _place(body: Body, base: Cursor) -> ir.Value:
    """The address of the vector `base`, or that which the pointer `base` is."""
    return value(body, base) if shape.is_pointer(base) else address(body, base)


def _whole(body: Body, base: Cursor, numbers: list[int]) -> tuple[Cursor, list[int]]:
    """`v.wz.y` is `v.z`."""
    while (inner := swizzle(body, shape.strip_parentheses(base))) is not None:
        base, outer = inner
        numbers = [outer[number] for number in numbers]
    return base, numbers


def _components(body: Body, cursor: Cursor, base: Cursor, numbers: list[int]) -> ir.Value:
    base, numbers = _whole(body, base, numbers)
    type_ = body.type(cursor.type)
    if _has_place(base) and len(numbers) == 1:
        place = body.member(_place(body, base), component(numbers[0]), type_)
        return body.load(place, shape.is_volatile(base))
    whole = body.load(_place(body, base)) if shape.is_pointer(base) else value(body, base)
    parts = split(whole, max(numbers) + 1)
    picked = [parts[number] for number in numbers]
    return join(type_, picked) if is_vector(cursor.type) else picked[0]


# -- expressions -------------------------------------------------------------------------------------


def vector_value(body: Body, cursor: Cursor) -> ir.Value | None:
    """The value of an expression on vectors; None for any other."""
    found = swizzle(body, cursor)
    if found is not None:
        return _components(body, cursor, *found)
    if is_bitcast(cursor):
        return _bitcast(body, cursor)
    if not is_vector(cursor.type):
        return None
    translate = _VALUES.get(cursor.kind)
    return None if translate is None else translate(body, cursor)


def is_bitcast(cursor: Cursor) -> bool:
    """Is it `as_float4(x)`?  Our library marks it, for libclang shows it as any conversion."""
    if cursor.kind != K.BINARY_OPERATOR or cursor.binary_operator != B.Comma:
        return False
    left = next(cursor.get_children())
    return bool(left.spelling == BITCAST)


def _bitcast(body: Body, cursor: Cursor) -> ir.Value:
    """OpenCL C, 6.2.4.2."""
    marked = shape.strip_parentheses(shape.children(cursor)[1])
    known, type_ = value(body, shape.only(marked)), body.type(cursor.type)
    return known if known.type == type_ else e.BitcastOp(known, type_).result


def _converted(body: Body, cursor: Cursor) -> ir.Value | None:
    """A scalar that becomes a vector."""
    inner = shape.children(cursor)
    if len(inner) != 1 or is_vector(inner[0].type):
        return value(body, inner[0]) if len(inner) == 1 else None
    return spread(body, value(body, inner[0]), body.type(cursor.type), count(cursor.type))


def _literal(body: Body, cursor: Cursor) -> ir.Value | None:
    """`(float4)(a, b.xy, c)`."""
    type_, number = body.type(cursor.type), count(cursor.type)
    listed = cursor if cursor.kind == K.INIT_LIST_EXPR else shape.only(cursor)
    if listed.kind != K.INIT_LIST_EXPR:
        return _converted(body, cursor)
    parts: list[ir.Value] = []
    for child in shape.children(listed):
        known = value(body, child)
        size = count(child.type) if is_vector(child.type) else 1
        parts += split(known, size) if is_vector(child.type) else [known]
    parts = [body.convert(part, t.element(type_)) for part in parts]
    if len(parts) == 1:
        parts *= number
    return join(type_, parts)


def _binary(body: Body, cursor: Cursor) -> ir.Value | None:
    operator = cursor.binary_operator
    if operator == B.Assign:
        return _assigned(body, cursor)
    if operator == B.Comma:
        return None
    type_, number = body.type(cursor.type), count(cursor.type)
    left, right = (columns(body, c, number) for c in shape.children(cursor))
    if operator in _BINARY:
        name = _BINARY[operator]
        return join(
            type_,
            [_operated(body, name, *p, t.element(type_)) for p in zip(left, right, strict=True)],
        )
    pairs = zip(left, right, strict=True)
    if operator in _COMPARE:
        name = a.text(_COMPARE[operator])
        truths = [e.CompareOp(name, x, y, t.boolean()).result for x, y in pairs]
    elif operator in (B.LAnd, B.LOr):
        name = a.text("and" if operator == B.LAnd else "or")
        whole = t.signed(32)
        truths = [
            body.truth(
                e.BinaryOp(
                    name,
                    body.convert(body.truth(x), whole),
                    body.convert(body.truth(y), whole),
                    whole,
                ).result
            )
            for x, y in pairs
        ]
    else:
        raise body.refuse(f"operator '{cursor.spelling}' of vectors")
    return join(type_, [mask(body, truth, t.element(type_)) for truth in truths])


def mask(body: Body, truth: ir.Value, type_: ir.Type) -> ir.Value:
    """-1 for true: what a comparison of vectors gives."""
    return e.UnaryOp(a.text("neg"), body.convert(truth, type_), type_).result


def _operated(body: Body, name: str, left: ir.Value, right: ir.Value, type_: ir.Type) -> ir.Value:
    left = body.convert(left, type_)
    if name in e.SHIFTS:  # only the low bits of the count matter (6.3.j)
        last = body.constant(right.type, type_.width - 1)
        right = e.BinaryOp(a.text("and"), right, last, right.type).result
    else:
        right = body.convert(right, type_)
    return e.BinaryOp(a.text(name), left, right, type_).result


def _assigned(body: Body, cursor: Cursor) -> ir.Value | None:
    """An assignment to several components; None where the whole of an object is assigned to."""
    target, source = shape.children(cursor)
    if swizzle(body, shape.strip_parentheses(target)) is None:
        return None
    known = value(body, source)
    _store(body, target, split(known, count(target.type)))
    return known


def _store(body: Body, target: Cursor, parts: list[ir.Value]) -> ir.Value:
    """Give `target`, a vector or some of its components, the values `parts`."""
    found = swizzle(body, shape.strip_parentheses(target))
    base, numbers = (target, list(range(len(parts)))) if found is None else _whole(body, *found)
    place = _place(body, base)
    whole = join(body.type(target.type), parts)
    if found is None:
        body.store(whole, place, shape.is_volatile(base))
        return whole
    for number, part in zip(numbers, parts, strict=True):
        body.store(part, body.member(place, component(number), part.type))
    return whole


def _compound(body: Body, cursor: Cursor) -> ir.Value:
    target, source = shape.children(cursor)
    type_, number = body.type(cursor.type), count(cursor.type)
    name = COMPOUND[cursor.binary_operator]
    right = columns(body, source, number)
    left = columns(body, target, number)
    pairs = zip(left, right, strict=True)
    return _store(body, target, [_operated(body, name, *p, t.element(type_)) for p in pairs])


def _unary(body: Body, cursor: Cursor) -> ir.Value | None:
    operator, operand = clang.unary_operator(cursor), shape.only(cursor)
    if operator == U.DEREFERENCE:
        return None
    type_, number = body.type(cursor.type), count(cursor.type)
    element = t.element(type_)
    parts = columns(body, operand, number)
    if operator in STEPS:
        name, form = STEPS[operator]
        one = body.constant(element, 1)
        stepped = _store(body, operand, [_operated(body, name, p, one, element) for p in parts])
        return join(type_, parts) if form == "post" else stepped
    if operator == U.PLUS:
        return join(type_, parts)
    if operator == U.LOGICAL_NOT:
        falses = [e.UnaryOp(a.text("lnot"), body.truth(p), t.boolean()).result for p in parts]
        return join(type_, [mask(body, truth, element) for truth in falses])
    name = "neg" if operator == U.MINUS else "not"
    return join(type_, [e.UnaryOp(a.text(name), p, element).result for p in parts])


def _conditional(body: Body, cursor: Cursor) -> ir.Value | None:
    condition, then, otherwise = shape.children(cursor)
    if not is_vector(condition.type):
        return None
    type_, number = body.type(cursor.type), count(cursor.type)
    tests = split(value(body, condition), number)
    rows = zip(tests, columns(body, then, number), columns(body, otherwise, number), strict=True)
    element = t.element(type_)
    return join(
        type_,
        [
            chosen(body, is_negative(body, c), body.convert(x, element), body.convert(y, element))
            for c, x, y in rows
        ],
    )


_VALUES: dict[CursorKind, Callable[[Body, Cursor], ir.Value | None]] = {
    K.UNEXPOSED_EXPR: _converted,
    K.CSTYLE_CAST_EXPR: _converted,
    K.COMPOUND_LITERAL_EXPR: _literal,
    K.INIT_LIST_EXPR: _literal,
    K.BINARY_OPERATOR: _binary,
    K.COMPOUND_ASSIGNMENT_OPERATOR: _compound,
    K.UNARY_OPERATOR: _unary,
    K.CONDITIONAL_OPERATOR: _conditional,
}
