"""Virtual calls as choices: an object holds the number of its class, and a call through a base compares it with that of
each class of which the module makes objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, messages
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import destruction
from cn_migrate.parsers.cuda.device.bases import is_derived, part_of_base, to_class, to_derived
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import element_type
from cn_migrate.parsers.cuda.device.polymorphism import (
    CLASS_FIELD,
    is_polymorphic,
    overrider,
    polymorphic_bases,
    signature,
)
from cn_migrate.parsers.cuda.function_ids import function_id

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind
HEAP_FREE = "cn/heap.h", "free"
_UNKNOWN = "The object is of no class that the kernel knows."


@dataclass(slots=True)
class _Caller:
    """The function that makes the choice for a virtual function, or for `delete` (method: no such one)."""

    class_: Cursor
    method: Cursor
    function: func.FuncOp
    body: Body


class VirtualCalls:
    """The classes with virtual functions of which a module makes objects, and the functions that choose among them."""

    def __init__(self, module: DeviceModule) -> None:
        self._module = module
        self._made: dict[str, Type] = {}
        self._labels: dict[str, str] = {}
        self._callers: dict[str, _Caller] = {}

    def made(self, type_: Type) -> tuple[int, str]:
        """The number of a class of which there are objects, and a name for it."""
        name = type_.get_canonical().spelling
        if name not in self._made:
            self._made[name] = type_.get_canonical()
            record = self._module.names.record(type_.get_canonical().get_declaration())
            label = self._module.names.unique(f"{record}_class")
            self._labels[name] = self._module.name_constant(label, function_id(name))
        return function_id(name), self._labels[name]

    def caller(self, method: Cursor) -> func.FuncOp:
        """The function that calls what overrides a virtual function of a class."""
        types = self._module.types
        result = types.translate(method.result_type)
        inputs = [types.parameter(p) for p in method.type.argument_types()]
        return self._caller(method, inputs, [] if result == t.void() else [result])

    def deleter(self, class_: Cursor) -> func.FuncOp:
        """The function that ends the life of an object of the class or of one derived from it, and frees its memory."""
        methods = class_.type.get_canonical().get_methods()
        own = next((m for m in methods if m.kind == K.DESTRUCTOR), class_)
        return self._caller(own, [], [])

    def _caller(self, method: Cursor, inputs: list[ir.Type], results: list[ir.Type]) -> func.FuncOp:
        class_ = method if method.kind in _CLASSES else method.semantic_parent
        key = f"{class_.type.get_canonical().spelling}::{signature(method)}"
        if key not in self._callers:
            names = self._module.names
            is_delete = method.kind != K.CXX_METHOD
            base = f"{names.record(class_)}_delete" if is_delete else names.function(method)
            inputs = [t.ptr(self._module.types.translate(class_.type)), *inputs]
            with ir.InsertionPoint(self._module.module.body):
                type_ = ir.FunctionType.get(inputs, results)
                function = func.FuncOp(names.unique(f"{base}_virtual"), type_)
            given = [p.spelling or f"x{i}" for i, p in enumerate(method.get_arguments())]
            texts = [a.text(name) for name in ("self", *given)]
            function.operation.attributes["cnative.param_names"] = a.array(texts)
            body = Body(self._module, method, function.add_entry_block())
            self._callers[key] = _Caller(class_, method, function, body)
        return self._callers[key].function

    def translate_targets(self) -> None:
        """See that every function that a caller may call is translated."""
        for caller in list(self._callers.values()):
            for type_ in self._choices(caller):
                for function in self._targets(caller, type_):
                    self._module.function(function)

    def fill(self, refused: set[str]) -> None:
        """Write the callers' bodies; functions that were `refused` are not among their choices."""
        for key, caller in self._callers.items():
            body, names = caller.body, self._module.names
            place = body.entry.arguments[0]
            with ir.InsertionPoint(body.entry):
                number = body.load(number_place(body, place, caller.class_.type))
                kept = body.slot("number", number.type, number)
                for type_ in self._choices(caller):
                    targets = map(names.function, self._targets(caller, type_))
                    if refused.isdisjoint(targets):
                        self._choice(kept, caller, type_)
                messages.TrapOp(a.text(key), a.text(_UNKNOWN))
                results = caller.function.type.results
                control.ReturnOp(value=body.zero(results[0]) if results else None)

    def _choices(self, caller: _Caller) -> list[Type]:
        """The classes that the object may be of."""
        made = [
            (self._made[name], self._made[name].get_declaration()) for name in sorted(self._made)
        ]
        return [
            type_
            for type_, class_ in made
            if is_derived(class_, caller.class_) and not class_.is_abstract_record()
        ]

    def _targets(self, caller: _Caller, type_: Type) -> Iterator[Cursor]:
        if caller.method.kind != K.CXX_METHOD:
            yield self._module.library_function(*HEAP_FREE)
            yield from _destructors(caller.body, type_)
            return
        found = overrider(type_, caller.method)
        if found is not None and not found.is_pure_virtual_method():
            yield self._module.definition(found)

    def _choice(self, number: ir.Value, caller: _Caller, type_: Type) -> None:
        body = caller.body
        known = body.constant(t.unsigned(64), *self.made(type_))
        equal = e.CompareOp(a.text("eq"), body.load(number), known, t.boolean())
        test = control.IfOp(equal.result)
        test.otherwise.blocks.append()
        place, *arguments = body.entry.arguments
        with body.block(test.then):
            place = to_derived(body, place, caller.class_, type_.get_declaration())
            if caller.method.kind != K.CXX_METHOD:
                body.destroy(place, type_)
                free = body.module.library_function(*HEAP_FREE)
                func.CallOp(self._module.function(free), [body.convert(place, t.ptr(t.void()))])
                control.ReturnOp()
                return
            for target in self._targets(caller, type_):
                owner = target.semantic_parent
                own = to_class(body, place, owner, type_.get_declaration())
                call = func.CallOp(self._module.function(target), [own, *arguments])
                control.ReturnOp(value=call.results[0] if len(call.results) else None)


_CLASSES = (K.CLASS_DECL, K.STRUCT_DECL)


def set_class(body: Body, place: ir.Value, type_: Type) -> None:
    """The object at `place` is of this class from now on."""
    if is_polymorphic(type_):
        _mark(body, place, type_, body.module.virtuals.made(type_))


def _mark(body: Body, place: ir.Value, type_: Type, number: tuple[int, str]) -> None:
    bases = polymorphic_bases(type_)
    for base in bases:
        _mark(body, part_of_base(body, place, base), base, number)
    if not bases:
        body.store(body.constant(t.unsigned(64), *number), number_place(body, place, type_))


def number_place(body: Body, place: ir.Value, type_: Type) -> ir.Value:
    """Where the number of its class stands in the object at `place`."""
    bases = polymorphic_bases(type_)
    while bases:
        place, type_ = part_of_base(body, place, bases[0]), bases[0]
        bases = polymorphic_bases(type_)
    return body.member(place, CLASS_FIELD, t.unsigned(64))


def _destructors(body: Body, type_: Type) -> Iterator[Cursor]:
    """The destructors that the end of an object calls."""
    own = destruction.destructor(body, type_)
    if own is not None:
        yield own
        return
    canonical = type_.get_canonical()
    for part in (*canonical.get_bases(), *canonical.get_fields()):
        if destruction.needed(body, part.type):
            yield from _destructors(body, element_type(part.type))
