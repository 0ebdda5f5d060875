"""Pointers to functions as numbers, and calls through them as choices among the functions whose address is taken.

A call through a pointer of some type calls a function of ours that compares the number with that of each function of
that type whose address the program takes: in device code, or in the initialiser of a variable of the device, from
where the host may copy it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, messages
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.closures import is_closure
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.function_ids import function_id, function_name, holds_function
from cn_migrate.parsers.cuda.host.hidden_instances import named_functions

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind
_SCOPES = (K.NAMESPACE, K.LINKAGE_SPEC, K.UNEXPOSED_DECL)
_ON_DEVICE = {K.CUDADEVICE_ATTR, K.CUDACONSTANT_ATTR}
_UNKNOWN = "The pointer points to no function that the kernel knows."


def target(cursor: Cursor) -> Cursor | None:
    """The function that an expression of function or pointer type names; None where that shows at run time only."""
    while cursor.kind in (K.UNEXPOSED_EXPR, K.PAREN_EXPR, K.UNARY_OPERATOR, K.DECL_REF_EXPR):
        referenced = cursor.referenced
        if cursor.kind == K.DECL_REF_EXPR and referenced is not None:
            return referenced if referenced.kind in shape.FUNCTIONS else None
        if referenced is not None and referenced.kind == K.CONVERSION_FUNCTION:
            return _of_lambda(referenced)
        inner = shape.children(cursor)
        if len(inner) != 1 or not _is_plain(cursor):
            return None
        cursor = inner[0]
    return None


def _is_plain(cursor: Cursor) -> bool:
    operators = (U.ADDRESS_OF, U.DEREFERENCE, U.PLUS)
    return cursor.kind != K.UNARY_OPERATOR or clang.unary_operator(cursor) in operators


def _of_lambda(conversion: Cursor) -> Cursor | None:
    """The call operator of a lambda that is converted to a pointer."""
    closure = conversion.semantic_parent
    if not is_closure(closure):
        return None
    calls = (m for m in closure.get_children() if m.kind == K.CXX_METHOD)
    return next((m for m in calls if m.spelling == "operator()"), None)


class FunctionPointers:
    """The functions of a module whose address is taken, and the functions that call through pointers."""

    def __init__(self, module: DeviceModule) -> None:
        self._module = module
        self._taken: dict[str, dict[str, Cursor]] = {}  # by type, then by name
        self._callers: dict[str, func.FuncOp] = {}
        self._labels: dict[str, str] = {}
        self._named: dict[str, Cursor] | None = None

    def number(self, function: Cursor) -> tuple[int, str]:
        """The number of a function whose address is taken, and a name for it."""
        definition = self._module.definition(function)
        name = function_name(definition)
        self._taken.setdefault(_key(definition.type), {}).setdefault(name, definition)
        if name not in self._labels:
            label = self._module.names.unique(f"{self._module.names.function(definition)}_id")
            self._labels[name] = self._module.name_constant(label, function_id(name))
        return function_id(name), self._labels[name]

    def in_list(self, cursor: Cursor) -> Cursor | None:
        """The function that a value in a list of initial values names, with template arguments or without."""
        found = target(cursor)
        if found is not None:
            return found
        if self._named is None:
            self._named = named_functions(self._module.unit)
        text = "".join(t.spelling for t in cursor.get_tokens()) if self._named else ""
        return self._named.get(text.removeprefix("&"))

    def caller(self, type_: Type) -> func.FuncOp:
        """The function that calls through a pointer of this type; its first parameter is the number."""
        key = _key(type_)
        if key not in self._callers:
            types = self._module.types
            inputs = [t.unsigned(64), *(types.parameter(p) for p in type_.argument_types())]
            result = types.translate(type_.get_result())
            results = [] if result == t.void() else [result]
            name = self._module.names.unique(f"call_{self._module.names.function_type(type_)}")
            with ir.InsertionPoint(self._module.module.body):
                caller = func.FuncOp(name, ir.FunctionType.get(inputs, results))
            names = ["function", *(f"x{i}" for i in range(len(inputs) - 1))]
            caller.operation.attributes["cnative.param_names"] = a.array(list(map(a.text, names)))
            self._callers[key] = caller
        return self._callers[key]

    def translate_targets(self) -> None:
        """See that every function that a caller may call is translated."""
        if self._callers:
            for variable in _variables(self._module.unit.declarations):
                init = shape.initialiser(variable)
                for function in _named(init) if init is not None else ():
                    self.number(function)
        for key in self._callers:
            for function in self._taken.get(key, {}).values():
                self._module.function(function)

    def fill(self, refused: set[str]) -> None:
        """Write the callers' bodies; functions that were `refused` are not among their choices."""
        for key, caller in self._callers.items():
            entry = caller.add_entry_block()
            number, *arguments = entry.arguments
            with ir.InsertionPoint(entry):
                for name, function in sorted(self._taken.get(key, {}).items()):
                    if self._module.names.function(function) not in refused:
                        callee = self._module.function(function)
                        self._choice(number, name, function, callee, arguments)
                messages.TrapOp(a.text(key), a.text(_UNKNOWN))
                results = caller.type.results
                control.ReturnOp(value=_zero(results[0]) if results else None)

    def _choice(
        self,
        number: ir.Value,
        name: str,
        function: Cursor,
        callee: func.FuncOp,
        arguments: list[ir.Value],
    ) -> None:
        known = e.ConstantOp(a.number(t.unsigned(64), function_id(name)), t.unsigned(64))
        label = self.number(function)[1]
        if label:
            known.operation.attributes["spelling"] = a.text(label)
        test = control.IfOp(e.CompareOp(a.text("eq"), number, known.result, t.boolean()).result)
        test.otherwise.blocks.append()
        with ir.InsertionPoint(test.then.blocks.append()):
            objects = []
            if len(callee.type.inputs) > len(
                arguments
            ):  # a lambda's call operator; it has no captures
                objects = [e.ZeroOp(callee.type.inputs[0]).result]
            call = func.CallOp(callee, [*objects, *arguments])
            control.ReturnOp(value=call.results[0] if len(call.results) else None)


def function_value(body: Body, function: Cursor) -> ir.Value:
    """The number of a function, as a value."""
    number, label = body.module.pointers.number(function)
    return body.constant(t.unsigned(64), number, label)


def _zero(type_: ir.Type) -> ir.Value:
    if t.is_int(type_) or t.is_float(type_):
        return e.ConstantOp(a.number(type_, 0), type_).result
    return e.ZeroOp(type_).result


def _key(type_: Type) -> str:
    """A function's type, without what a pointer to it may leave out: noexcept, and the const of a call operator."""
    canonical = type_.get_canonical()
    types = ", ".join(p.get_canonical().spelling for p in canonical.argument_types())
    return f"{canonical.get_result().get_canonical().spelling}({types})"


def _variables(cursors: list[Cursor]) -> Iterator[Cursor]:
    """Variables of the device at namespace scope that hold pointers to functions."""
    for cursor in cursors:
        if cursor.kind in _SCOPES:
            yield from _variables(list(cursor.get_children()))
        elif (
            cursor.kind == K.VAR_DECL
            and holds_function(cursor.type)
            and clang.attributes(cursor) & _ON_DEVICE
        ):
            yield cursor


def _named(cursor: Cursor) -> Iterator[Cursor]:
    if cursor.kind == K.DECL_REF_EXPR and cursor.referenced is not None:
        if cursor.referenced.kind in shape.FUNCTIONS:
            yield cursor.referenced
        return
    for child in cursor.get_children():
        yield from _named(child)
