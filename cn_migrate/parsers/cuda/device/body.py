"""The state while one function is translated: where ops go, what variables are, how to name places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, expressions, memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.lifetimes import Lifetimes
from cn_migrate.parsers.cuda.device.place import Place

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule


class Body:
    """One function's body under construction.

    `module` is the enclosing translation; `function` what is translated; `entry` the first block; `slots` maps a
    declaration to its address; `this` is the slot of the implicit object pointer, of class `this_class`; `result`
    the type that `return` gives.
    In the call operator of a lambda `captures` maps a captured variable to the closure's field; `closure` is the
    slot of the pointer to the closure where `this` is a captured one.
    """

    def __init__(self, module: DeviceModule, function: Cursor, entry: ir.Block) -> None:
        self.module = module
        self.function = function
        self.entry = entry
        self.result: Type = function.result_type
        self.slots: dict[int, ir.Value] = {}
        self.this: ir.Value | None = None
        self.this_class: Cursor | None = None
        self.closure: ir.Value | None = None
        self.captures: dict[int, Cursor] = {}
        self.terminated = False
        self._carry: ir.Value | None = None
        self.labels_ahead = 0  # labels of goto that follow in the innermost block
        self.unroll: int | None = None  # count of the `#pragma unroll` before the next loop
        self.lifetimes = Lifetimes(self)
        self._object: ir.Value | None = None

    # -- places ----------------------------------------------------------------------------------

    def at(self, cursor: Cursor) -> Place:
        """Ops made inside carry the cursor's location; a Refusal without a place gets it."""
        return Place(self.module, cursor)

    @contextmanager
    def block(self, region: ir.Region) -> Iterator[None]:
        """Ops made inside go to `region`'s one block."""
        outer, self.terminated = self.terminated, False
        with ir.InsertionPoint(region.blocks.append()):
            yield
        self.terminated = outer

    def refuse(self, construct: str) -> Refusal:
        """A Refusal of `construct`; `at` adds the place."""
        return Refusal("device-construct", None, construct=construct)

    # -- types and small ops ---------------------------------------------------------------------

    def type(self, type_: Type) -> ir.Type:
        """The `cnative` type of a clang type."""
        return self.module.types.translate(type_)

    def constant(self, type_: ir.Type, value: float | int | bool, spelling: str = "") -> ir.Value:
        """A scalar constant, with the name or literal that the user wrote."""
        op = expressions.ConstantOp(a.number(type_, value), type_)
        if spelling:
            op.operation.attributes["spelling"] = a.text(spelling)
        return op.result

    def zero(self, type_: ir.Type) -> ir.Value:
        """Value-initialised `type_`."""
        if t.is_int(type_) or t.is_float(type_):
            return self.constant(type_, 0)
        return expressions.ZeroOp(type_).result

    def load(self, address: ir.Value, volatile: bool = False) -> ir.Value:
        """The value at `address`."""
        op = memory.LoadOp(address, t.pointee(address.type))
        if volatile:
            op.operation.attributes["volatile"] = ir.UnitAttr.get()
        return op.result

    def load_partly(self, address: ir.Value, volatile: bool = False) -> ir.Value:
        """The value at `address`, of which only some bits will matter."""
        value = self.load(address, volatile)
        value.owner.attributes["partial"] = ir.UnitAttr.get()
        return value

    def store(self, value: ir.Value, address: ir.Value, volatile: bool = False) -> None:
        """`*address = value`; C has no assignment of arrays, so that they are stored by their elements."""
        if isinstance(value.type, t.ArrayType):
            self._store_array(value, address, volatile)
            return
        op = memory.StoreOp(value, address)
        if volatile:
            op.operation.attributes["volatile"] = ir.UnitAttr.get()

    def _store_array(self, value: ir.Value, address: ir.Value, volatile: bool) -> None:
        from cn_migrate.parsers.cuda.device.construction import each_element

        count, type_ = t.count(value.type), t.element(value.type)
        made = value.owner.opview
        parts = list(made.parts) if isinstance(made, expressions.AggregateOp) else []

        def part(index: ir.Value) -> ir.Value:
            if isinstance(made, memory.LoadOp):
                return self.load(self.element(made.address, index))
            return self.zero(type_)

        if not parts:
            each_element(
                self, count, lambda i: self.store(part(i), self.element(address, i), volatile)
            )
        for number in range(count if parts else 0):
            place = self.element(address, self.constant(t.signed(32), number))
            first = parts[number] if number < len(parts) else self.zero(type_)
            self.store(first, place, volatile)

    def slot(self, name: str, type_: ir.Type, init: ir.Value | None = None) -> ir.Value:
        """A new local variable's address."""
        return memory.SlotOp(a.text(name), t.ptr(type_, t.Space.PRIVATE), init=init).result

    def carry(self) -> ir.Value:
        """The address of the carry flag of inline PTX, which lives from one `asm` statement to the next."""
        if self._carry is None:
            flag = t.unsigned(32)
            with ir.InsertionPoint.at_block_begin(self.entry):
                self._carry = self.slot("carry", flag, self.constant(flag, 0))
        return self.generic(self._carry)

    def temporary(self, value: ir.Value) -> ir.Value:
        """The address of an unnamed variable that holds `value`."""
        op = memory.SlotOp(a.text("tmp"), t.ptr(value.type, t.Space.PRIVATE), init=value)
        op.operation.attributes["temporary"] = ir.UnitAttr.get()
        return op.result

    def generic(self, address: ir.Value) -> ir.Value:
        """`address` as a pointer value, whose space is inferred later."""
        if t.space(address.type) == t.Space.GENERIC:
            return address
        return expressions.PtrCastOp(address, t.in_space(address.type, t.Space.GENERIC)).result

    def yield_(self, *values: ir.Value) -> None:
        """Ends an expression region."""
        control.YieldOp(list(values))

    def member(self, base: ir.Value, name: str, type_: ir.Type) -> ir.Value:
        """Address of a field of what `base` points to."""
        result = t.ptr(type_, t.space(base.type))
        return memory.MemberOp(a.text(name), base, result).result

    def element(self, base: ir.Value, index: ir.Value) -> ir.Value:
        """Address of an element of the array that `base` points to."""
        array = t.pointee(base.type)
        result = t.ptr(t.element(array), t.space(base.type))
        return memory.ElementOp(base, index, result).result

    def object(self) -> ir.Value:
        """The pointer `this`."""
        if self._object is not None:
            return self._object
        if self.this is None:
            raise self.refuse("this outside of a method")
        return self.load(self.this)

    @contextmanager
    def constructing(self, place: ir.Value, class_: Cursor) -> Iterator[None]:
        """Inside, the object at `place` of class `class_` is what `this` points to."""
        outer = self._object, self.this_class
        self._object, self.this_class = self.generic(place), class_
        yield
        self._object, self.this_class = outer

    def implicit_this(self, member: Cursor) -> ir.Value:
        """The object of a member that is named without one."""
        from cn_migrate.parsers.cuda.device.addresses import implicit_this

        return implicit_this(self, member)

    def variable(self, declaration: Cursor) -> ir.Value:
        """The address of a variable that a name means."""
        from cn_migrate.parsers.cuda.device.addresses import declared

        return declared(self, declaration)

    def user_provided(self, function: Cursor) -> Cursor | None:
        """The definition of a constructor or destructor where the user wrote it."""
        definition = function.get_definition() or self.module.find_definition(function)
        if definition is None or shape.is_implicit(definition):
            return None
        has_body = any(c.kind == CursorKind.COMPOUND_STMT for c in definition.get_children())
        return definition if has_body else None

    def construct(self, constructor: Cursor, place: ir.Value, arguments: list[Cursor]) -> None:
        """Call a constructor of the user's; default arguments are added."""
        from cn_migrate.parsers.cuda.device.calls import construct_with

        construct_with(self, constructor, place, arguments)

    def call(self, definition: Cursor, values: list[ir.Value]) -> None:
        """Call a function of the user's for its effect."""
        from cn_migrate.parsers.cuda.device.calls import call_definition

        call_definition(self, definition, values)

    def destruction_needed(self, type_: Type) -> bool:
        """Has the end of an object's life an effect that the user wrote?"""
        from cn_migrate.parsers.cuda.device.destruction import needed

        return needed(self, type_)

    def destroy(self, place: ir.Value, type_: Type) -> None:
        """End the life of the object at `place`."""
        from cn_migrate.parsers.cuda.device.destruction import destroy

        destroy(self, place, type_)

    def set_class(self, place: ir.Value, type_: Type) -> None:
        """The object at `place` is of this class from now on, as far as virtual calls see it."""
        from cn_migrate.parsers.cuda.device.virtual_calls import set_class

        set_class(self, place, type_)

    def discard(self, value: ir.Value, type_: Type) -> None:
        """Nobody wants `value`: where it is an object with a destructor, it is a temporary."""
        if self.destruction_needed(type_):
            self.lifetimes.begin_temporary(self.temporary(value), type_)

    def mark_unrolled(self, loop: ir.OpView) -> None:
        """Leave the `#pragma unroll` that stood before `loop` at it."""
        if self.unroll is not None:
            loop.operation.attributes["unroll"] = a.index(self.unroll)
        self.unroll = None

    # -- what other languages than CUDA C++ have ---------------------------------------------------

    def own_value(self, _cursor: Cursor) -> ir.Value | None:
        """The value of an expression that only the language of the body has; None for any other."""
        return None

    def own_address(self, _cursor: Cursor) -> ir.Value | None:
        """The address of an object that only the language of the body can name; None for any other."""
        return None

    def typed(self, value: ir.Value, _cursor: Cursor) -> ir.Value:
        """`value` in the type that the language gives the expression."""
        return value

    def truth(self, value: ir.Value) -> ir.Value:
        """`value` as a condition: in C any scalar is one."""
        return self.convert(value, t.boolean())

    # -- conversions -----------------------------------------------------------------------------

    def convert(self, value: ir.Value, type_: ir.Type, explicit: bool = False) -> ir.Value:
        """`value` as scalar or pointer `type_`, as C converts."""
        if value.type == type_:
            return value
        if t.is_ptr(value.type) and t.is_ptr(type_):
            return expressions.PtrCastOp(value, t.in_space(type_, t.space(value.type))).result
        if t.is_ptr(value.type) and t.is_bool(type_):
            return expressions.ConvertOp(value, type_).result
        if t.is_ptr(type_):
            return self._pointer_from(value, type_)
        if t.is_ptr(value.type):
            address = expressions.PtrCastOp(value, t.unsigned(64)).result
            return self.convert(address, type_)
        if not (_is_scalar(value.type) and _is_scalar(type_)):
            raise self.refuse(f"conversion of {value.type} to {type_}")
        op = expressions.ConvertOp(value, type_)
        if explicit:
            op.operation.attributes["explicit"] = ir.UnitAttr.get()
        return op.result

    def _pointer_from(self, value: ir.Value, type_: ir.Type) -> ir.Value:
        constant = value.owner
        if isinstance(constant, expressions.ConstantOp) and not a.value_of(constant.value):
            constant.operation.erase()
            return expressions.ZeroOp(type_).result  # a null pointer
        return expressions.PtrCastOp(self.convert(value, t.unsigned(64)), type_).result


def _is_scalar(type_: ir.Type) -> bool:
    return t.is_int(type_) or t.is_float(type_)
