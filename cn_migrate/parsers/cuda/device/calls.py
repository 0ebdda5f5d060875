"""Calls: built-in functions, the project's device functions, methods, operators, constructors."""

from __future__ import annotations

import re

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import execution
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.warp import WARP_SIZE
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import library_notes, shape
from cn_migrate.parsers.cuda.device.bases import part_of_base
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import BUILTINS, GROUP_BARRIERS, Builtin
from cn_migrate.parsers.cuda.device.dispatch import address_or_temporary, value
from cn_migrate.parsers.cuda.device.function_pointers import target
from cn_migrate.parsers.cuda.device.intrinsics import intrinsic
from cn_migrate.parsers.cuda.device.messages import MESSAGES
from cn_migrate.parsers.cuda.device.names import qualified
from cn_migrate.parsers.cuda.device.polymorphism import has_virtual_destructor, is_polymorphic
from cn_migrate.parsers.cuda.device.types import is_reference
from cn_migrate.parsers.cuda.function_ids import is_function

K = CursorKind
_IDS = {
    "threadIdx": "thread_id",
    "blockIdx": "block_id",
    "blockDim": "block_dim",
    "gridDim": "grid_dim",
}
_IDENTITIES = ("move", "forward", "as_const", "move_if_noexcept", "addressof", "__addressof")


def call_value(body: Body, cursor: Cursor) -> ir.Value:
    """The value of a call; of a function that returns a reference, what it refers to."""
    result = call(body, cursor)
    if result is None:
        return e.UndefOp(t.void()).result
    return body.load(result) if _yields_address(body, cursor) else result


def call_address(body: Body, cursor: Cursor) -> ir.Value:
    """The address that a call of a function that returns a reference yields."""
    result = call(body, cursor)
    if result is None:
        raise body.refuse("the address of a call without value")
    return result if _yields_address(body, cursor) else body.temporary(result)


def _yields_address(body: Body, cursor: Cursor) -> bool:
    """A built-in function that is declared to return a reference (std::max) gives the value itself."""
    return shape.returns_reference(cursor) and _builtin(body, cursor.referenced) is None


def yields_value(body: Body, cursor: Cursor) -> bool:
    """Is it a call of a built-in function that is declared to return a reference, but gives a value?"""
    return shape.returns_reference(cursor) and not _yields_address(body, cursor)


_RUNTIME = re.compile("cuda[A-Z]")  # functions of CUDA's run-time API


def call(body: Body, cursor: Cursor) -> ir.Value | None:
    """Translate a CALL_EXPR; None where the function returns nothing."""
    callee = cursor.referenced
    if callee is not None and callee.kind == K.CONSTRUCTOR:
        return _constructed(body, cursor, callee)
    if callee is not None and callee.kind == K.DESTRUCTOR:
        _destroyed(body, cursor)
        return None
    if callee is None or callee.kind not in shape.FUNCTIONS:
        expression = next(iter(shape.children(cursor)), None)
        if expression is None or not is_function(expression.type):
            raise body.refuse("a call of an unknown function")
        callee = target(expression)
        if callee is None:
            return _call_pointer(body, cursor, expression)
    if callee.spelling == "__builtin_is_constant_evaluated":
        return body.constant(t.boolean(), False)  # what is translated runs on the device
    if _is_identity(callee):
        return body.generic(address_or_temporary(body, next(iter(cursor.get_arguments()))))
    own = body.module.own_function(callee)
    if own is not None:
        return own(body, cursor)
    builtin = _builtin(body, callee)
    if builtin is not None and builtin.behaviour == "constant":
        return body.constant(body.type(cursor.type), float(builtin.what))
    if builtin is not None and builtin.behaviour in MESSAGES:
        return MESSAGES[builtin.behaviour](body, cursor)
    if builtin is not None:
        return intrinsic(body, builtin, cursor, _builtin_arguments(body, cursor))
    return _call_function(body, cursor, callee)


def _call_pointer(body: Body, cursor: Cursor, expression: Cursor) -> ir.Value | None:
    """A call of a function that shows at run time only."""
    type_ = expression.type.get_canonical()
    if type_.kind != TypeKind.FUNCTIONPROTO:
        type_ = type_.get_pointee().get_canonical()
    caller = body.module.pointers.caller(type_)
    number = value(body, expression)
    arguments = [
        body.generic(address_or_temporary(body, argument))
        if is_reference(wanted)
        else _argument_value(body, argument, body.module.types.parameter(wanted))
        for argument, wanted in zip(cursor.get_arguments(), type_.argument_types(), strict=True)
    ]
    return _emit_call(body, caller, [number, *arguments])


def _builtin(body: Body, callee: Cursor) -> Builtin | None:
    if callee.kind != K.FUNCTION_DECL:
        return None  # numeric_limits::max is no max
    if body.module.in_project(callee) and not callee.spelling.startswith("__builtin_"):
        return None  # clang's own functions are declared where they are used
    found = BUILTINS.get(callee.spelling)
    if found is not None and found.behaviour == "atomic" and callee.get_definition() is not None:
        return None  # of a type that the headers put together from other atomics
    if found is not None and body.module.unit.in_library(callee):
        return None  # an overload with a body: __hadd of two half numbers
    if found is not None and found.behaviour == "extremum" and _in_std(callee):
        return Builtin("math", found.what)  # std::max(a, b) is (a < b) ? b : a, also for NaN
    return found


def _is_identity(callee: Cursor) -> bool:
    """Does it only hand on the place of its argument?  Clang knows these by name and shows no body."""
    return callee.spelling in _IDENTITIES and _in_std(callee)


def _in_std(callee: Cursor) -> bool:
    parent = callee.semantic_parent
    while parent is not None and parent.kind == K.NAMESPACE:
        if parent.spelling == "std":
            return True
        parent = parent.semantic_parent
    return False


def _builtin_arguments(body: Body, cursor: Cursor) -> list[ir.Value]:
    return [value(body, argument) for argument in cursor.get_arguments()]


def _call_function(body: Body, cursor: Cursor, callee: Cursor) -> ir.Value | None:
    if K.CUDAGLOBAL_ATTR in clang.attributes(callee):
        raise Refusal("device-launch", None, name=callee.spelling)
    if callee.is_virtual_method() and not _names_class(cursor):
        objects, rest = _object_arguments(body, cursor, callee)
        values = objects + _arguments(body, rest, callee)
        return _emit_call(body, body.module.virtuals.caller(callee), values)
    definition = callee.get_definition() or body.module.find_definition(callee)
    if definition is None or definition.kind not in shape.FUNCTIONS:
        raise _undefined(body, callee)
    objects, rest = _object_arguments(body, cursor, callee)
    if shape.is_implicit(definition) and _is_assignment(definition):
        if is_polymorphic(definition.semantic_parent.type):
            raise body.refuse("assignment of objects with virtual functions")
        target = objects[0]
        body.store(_argument_value(body, rest[0], t.pointee(target.type)), target)
        return body.generic(target)
    library_notes.tell(body, cursor, definition)
    function = body.module.function(definition)
    values = objects + _arguments(body, rest, callee)
    return _emit_call(body, function, values)


def _names_class(call: Cursor) -> bool:
    """`object.Base::function()`: what it calls does not depend on the object."""
    callee = next(call.get_children())
    return any(child.kind == K.TYPE_REF for child in callee.get_children())


def _undefined(body: Body, callee: Cursor) -> Refusal:
    if body.module.in_project(callee):
        return Refusal("undefined-device-function", None, name=callee.spelling)
    name = qualified(callee)
    if _RUNTIME.match(name):
        return Refusal("device-launch", None, name=name)
    rule = "group-barrier" if name in GROUP_BARRIERS else "device-function"
    return Refusal(rule, None, name=name.removeprefix("cooperative_groups::"))


def _is_assignment(method: Cursor) -> bool:
    return bool(
        method.is_copy_assignment_operator_method() or method.is_move_assignment_operator_method()
    )


def call_definition(body: Body, definition: Cursor, values: list[ir.Value]) -> ir.Value | None:
    """Call a function whose arguments are translated already."""
    return _emit_call(body, body.module.function(definition), values)


def _emit_call(body: Body, function: func.FuncOp, values: list[ir.Value]) -> ir.Value | None:
    inputs = function.type.inputs
    values = [_as(body, v, w) for v, w in zip(values, inputs, strict=True)]
    op = func.CallOp(function, values)
    return op.results[0] if len(op.results) else None


def _as(body: Body, value: ir.Value, wanted: ir.Type) -> ir.Value:
    if t.is_ptr(value.type) and t.is_ptr(wanted):
        return body.convert(body.generic(value), wanted)
    return value


def _object_arguments(
    body: Body, cursor: Cursor, callee: Cursor
) -> tuple[list[ir.Value], list[Cursor]]:
    """The implicit object pointer, if the callee is a method, and the explicit arguments."""
    arguments = list(cursor.get_arguments())
    if callee.kind == K.FUNCTION_DECL or callee.is_static_method():
        return [], arguments
    first = next(cursor.get_children())
    if first.kind == K.MEMBER_REF_EXPR and first.referenced == callee:
        inner = shape.children(first)
        if not inner:
            return [body.implicit_this(callee)], arguments
        is_arrow = inner[0].type.get_canonical().kind == TypeKind.POINTER
        target = value(body, inner[0]) if is_arrow else address_or_temporary(body, inner[0])
        return [target], arguments
    target = (
        arguments[0] if arguments else first
    )  # an overloaded operator: the object is the first operand
    return [address_or_temporary(body, target)], arguments[1:]


def _arguments(body: Body, arguments: list[Cursor], callee: Cursor) -> list[ir.Value]:
    parameters = list(callee.get_arguments())
    if len(parameters) != len(arguments):
        raise body.refuse(f"a variadic call of '{callee.spelling}'")
    types = callee.type.argument_types()
    return [_argument(body, *each) for each in zip(arguments, parameters, types, strict=True)]


def _argument(body: Body, argument: Cursor, parameter: Cursor, type_: Type) -> ir.Value:
    missing = argument.extent.start.offset == 0 and argument.extent.end.offset == 0
    if missing and not shape.children(argument):
        argument = shape.initialiser(parameter) or argument  # a default argument
    if is_reference(type_):
        return body.generic(address_or_temporary(body, argument))
    return _argument_value(body, argument, body.module.types.parameter(type_))


def _argument_value(body: Body, argument: Cursor, type_: ir.Type) -> ir.Value:
    from cn_migrate.parsers.cuda.device.initialisers import initial_value

    return initial_value(body, argument, type_)


# -- constructors ------------------------------------------------------------------------------------


def _constructed(body: Body, cursor: Cursor, constructor: Cursor) -> ir.Value:
    arguments = list(cursor.get_arguments())
    type_ = body.type(cursor.type)
    definition = body.user_provided(constructor)
    if definition is None:
        if len(arguments) == 1:  # a trivial copy or move
            return _copied(body, arguments[0], cursor.type)
        if arguments:
            raise body.refuse(f"the constructor '{constructor.displayname}'")
        return _value_initialised(body, cursor.type, type_)
    place = body.slot("tmp", type_)
    place.owner.attributes["temporary"] = ir.UnitAttr.get()
    construct(body, cursor, place)
    return body.load(place)


def _copied(body: Body, source: Cursor, type_: Type) -> ir.Value:
    """A copy is of the class that it is declared as, whatever class the source is of."""
    found = value(body, source)
    if not is_polymorphic(type_):
        return found
    place = body.temporary(found)
    body.set_class(place, type_)
    return body.load(place)


def _value_initialised(body: Body, clang_type: Type, type_: ir.Type) -> ir.Value:
    """`T()` where T has no constructor of its own: zero, then what the class says of its parts."""
    from cn_migrate.parsers.cuda.device import construction

    if not construction.needs_construction(body, clang_type):
        return body.zero(type_)
    place = body.temporary(body.zero(type_))
    construction.default_construct(body, place, clang_type)
    return body.load(place)


def user_constructor(body: Body, cursor: Cursor) -> bool:
    """Is it a call of a constructor that the user wrote?"""
    is_constructor = (
        cursor.kind == K.CALL_EXPR
        and cursor.referenced is not None
        and cursor.referenced.kind == K.CONSTRUCTOR
    )
    return is_constructor and body.user_provided(cursor.referenced) is not None


def construct(body: Body, cursor: Cursor, place: ir.Value) -> None:
    """Call a user's constructor on the object at `place`."""
    definition = body.user_provided(cursor.referenced)
    assert definition is not None
    inherited = _inherited(cursor)
    if inherited is not None:
        _construct_inherited(body, cursor, inherited, place)
        return
    function = body.module.function(definition)
    _emit_call(
        body,
        function,
        [body.generic(place), *_arguments(body, list(cursor.get_arguments()), definition)],
    )


def _inherited(cursor: Cursor) -> Cursor | None:
    """The base's constructor that a class has by `using Base::Base`; None where it calls one of its own."""
    constructor = cursor.referenced
    class_ = constructor.semantic_parent
    if constructor.spelling.split("<")[0] == class_.spelling.split("<")[0]:
        return None
    wanted = [x.get_canonical() for x in constructor.type.argument_types()]
    for base in class_.type.get_canonical().get_bases():
        for method in base.type.get_canonical().get_methods():
            types = [x.get_canonical() for x in method.type.argument_types()]
            if method.kind == K.CONSTRUCTOR and types == wanted:
                return method
    return None


def _construct_inherited(body: Body, cursor: Cursor, constructor: Cursor, place: ir.Value) -> None:
    """ISO C++17, [class.inhctor.init]: the base as its constructor says, all else by default."""
    from cn_migrate.parsers.cuda.device import construction

    definition = body.user_provided(constructor)
    if definition is None:
        raise body.refuse(f"the inherited constructor '{constructor.displayname}'")
    type_ = cursor.type.get_canonical()
    owner = definition.semantic_parent
    for base in type_.get_bases():
        part = part_of_base(body, place, base.type)
        if base.type.get_canonical().get_declaration() != owner.type.get_declaration():
            construction.default_construct(body, part, base.type)
            continue
        values = _arguments(body, list(cursor.get_arguments()), definition)
        _emit_call(body, body.module.function(definition), [body.generic(part), *values])
    body.set_class(place, type_)
    construction.construct_fields(body, place, type_, {})


def _destroyed(body: Body, cursor: Cursor) -> None:
    """`p->~T()`."""
    callee = next(cursor.get_children())
    inner = shape.children(callee)
    if not inner:
        raise body.refuse("a call of the object's own destructor")
    if has_virtual_destructor(cursor.referenced.semantic_parent.type):
        raise body.refuse("a call of a virtual destructor")
    is_arrow = inner[0].type.get_canonical().kind == TypeKind.POINTER
    target = value(body, inner[0]) if is_arrow else address_or_temporary(body, inner[0])
    body.destroy(target, cursor.referenced.semantic_parent.type)


def construct_with(
    body: Body, constructor: Cursor, place: ir.Value, arguments: list[Cursor]
) -> None:
    """Call a user's constructor with these arguments, and its default ones for the rest."""
    definition = body.user_provided(constructor)
    if definition is None:
        raise body.refuse(f"the constructor '{constructor.displayname}'")
    parameters = list(definition.get_arguments())
    defaults = [shape.initialiser(p) for p in parameters[len(arguments) :]]
    values = _arguments(body, [*arguments, *(d for d in defaults if d is not None)], definition)
    _emit_call(body, body.module.function(definition), [body.generic(place), *values])


def is_default_construction(cursor: Cursor) -> bool:
    """Is it the construction of an object without arguments?"""
    is_constructor = (
        cursor.kind == K.CALL_EXPR
        and cursor.referenced is not None
        and cursor.referenced.kind == K.CONSTRUCTOR
    )
    return is_constructor and not list(cursor.get_arguments())


# -- built-in variables ------------------------------------------------------------------------------


def special_member(body: Body, cursor: Cursor) -> ir.Value | None:
    """`threadIdx.x` and its like; None for an ordinary member."""
    inner = shape.children(cursor)
    base = shape.strip(inner[0]) if inner else None
    if (
        base is None
        or base.kind != K.DECL_REF_EXPR
        or base.spelling not in _IDS
        or body.module.in_project(base.referenced)
    ):
        return None
    return _id(body, _IDS[base.spelling], "xyz".index(cursor.spelling))


def special_variable(body: Body, declaration: Cursor) -> ir.Value | None:
    """The address of a copy of `threadIdx`, `warpSize` ...; None for an ordinary variable."""
    if body.module.in_project(declaration):
        return None
    if declaration.spelling == "warpSize":
        return body.temporary(body.constant(t.signed(32), WARP_SIZE))
    if declaration.spelling not in _IDS:
        return None
    parts = [_id(body, _IDS[declaration.spelling], dim) for dim in range(3)]
    return body.temporary(e.AggregateOp(body.type(declaration.type), parts).result)


def _id(body: Body, kind: str, dim: int) -> ir.Value:
    return execution.IdOp(a.text(kind), a.index(dim), t.unsigned(32)).result
