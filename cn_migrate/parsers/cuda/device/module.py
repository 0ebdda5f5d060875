"""One translation unit's device code -> one `cnative` module."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial

from clang.cindex import Cursor, CursorKind, StorageClass

from cn_migrate import fault
from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal, Span
from cn_migrate.dialects import cnative
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import definitions, memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.locations import span_at
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import calls, shape
from cn_migrate.parsers.cuda.device.array_extents import extents
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.function import fill
from cn_migrate.parsers.cuda.device.function_pointers import FunctionPointers
from cn_migrate.parsers.cuda.device.global_values import global_values
from cn_migrate.parsers.cuda.device.literals import string_codes
from cn_migrate.parsers.cuda.device.macro_uses import MacroUses
from cn_migrate.parsers.cuda.device.macros import Macros
from cn_migrate.parsers.cuda.device.names import Names, qualified, template_text
from cn_migrate.parsers.cuda.device.types import Types
from cn_migrate.parsers.cuda.device.virtual_calls import VirtualCalls
from cn_migrate.parsers.cuda.device_variables import is_texture_reference
from cn_migrate.parsers.cuda.translation_unit import HEADERS, TranslationUnit

K = CursorKind
_WITH_BODY = (
    K.FUNCTION_DECL, K.FUNCTION_TEMPLATE, K.CXX_METHOD, K.CONSTRUCTOR, K.DESTRUCTOR, K.CONVERSION_FUNCTION,
    K.COMPOUND_STMT, K.IF_STMT, K.FOR_STMT, K.WHILE_STMT, K.DO_STMT, K.SWITCH_STMT, K.CXX_FOR_RANGE_STMT,
)  # fmt: skip


@dataclass(slots=True)
class DeviceCode:
    """The result: the module, and each kernel instance's symbol by its cursor's hash.

    `failed` are the symbols of kernels that were refused or that call something refused.
    """

    context: ir.Context
    module: ir.Module
    symbols: dict[int, str]
    failed: set[str] = field(default_factory=set)


def translate(
    unit: TranslationUnit,
    kernels: list[Cursor],
    diagnostics: Diagnostics,
    find_definition: Callable[[Cursor], Cursor | None] = lambda cursor: None,
    context: ir.Context | None = None,
) -> DeviceCode:
    """Translate `kernels` and everything that they call.

    `find_definition` looks for functions that other translation units define; the module is made in `context`, by
    default a new one.
    What cannot be translated is reported, and its kernels are left out of the module.
    """
    context = context or cnative.context()
    return DeviceModule(unit, diagnostics, find_definition, context).run(kernels)


class DeviceModule:
    """The translation in progress."""

    def __init__(
        self,
        unit: TranslationUnit,
        diagnostics: Diagnostics,
        find_definition: Callable[[Cursor], Cursor | None],
        context: ir.Context,
    ) -> None:
        self.unit = unit
        self.diagnostics = diagnostics
        self.find_definition = find_definition
        self.names = Names()
        self.macros = Macros(unit)
        self.types = Types(self.names, partial(extents, self))
        self.macro_uses = MacroUses(unit)
        self.destructible: dict[str, bool] = {}
        self.context = context
        with self.context, ir.Location.unknown():
            self.module = ir.Module.create()
        self.pointers = FunctionPointers(self)
        self.virtuals = VirtualCalls(self)
        self._functions: dict[str, func.FuncOp] = {}
        self._library: dict[tuple[str, str], Cursor] = {}
        self._globals: dict[str, ir.Type] = {}
        self._texts: dict[str, str] = {}
        self._locations: dict[tuple[int, int], AbstractContextManager[object]] = {}
        self._filled: list[tuple[Cursor, func.FuncOp]] = []
        self._queue: list[tuple[Cursor, func.FuncOp]] = []
        self._filling = ""
        self._called_at: dict[str, Span | None] = {}
        self._refused: set[str] = set()

    def run(self, kernels: list[Cursor]) -> DeviceCode:
        """Translate and clean up; the module verifies."""
        symbols: dict[int, str] = {}
        with self.context, ir.Location.unknown():
            for kernel in kernels:
                symbols[kernel.hash] = self._kernel(kernel)
            self._fill_all()
            self._verify()
            refused = self._remove_refused()
            self.pointers.fill(refused)
            self.virtuals.fill(refused)
            failed = refused & set(symbols.values())
            self._define_records()
            attributes = self.module.operation.attributes
            attributes["cnative.macros"] = ir.DictAttr.get(
                {k: a.text(v) for k, v in self.macros.used.items()}
            )
            attributes["cnative.function_macros"] = ir.DictAttr.get(
                {k: a.text(v) for k, v in self.macro_uses.definitions.items()}
            )
            self.module.operation.verify()
        return DeviceCode(self.context, self.module, symbols, failed)

    def _fill_all(self) -> None:
        """Translate what was asked for, and what is asked for meanwhile."""
        while self._queue:
            while self._queue:
                self._fill(*self._queue.pop(0))
            self.pointers.translate_targets()
            self.virtuals.translate_targets()

    # -- functions -------------------------------------------------------------------------------

    def _kernel(self, cursor: Cursor) -> str:
        try:
            function = self.function(cursor.get_definition() or cursor)
        except Refusal as refusal:  # a parameter's type
            refusal.span = refusal.span or self.span(cursor)
            self.diagnostics.refuse(refusal)
            name = self.names.function(cursor)
            self._refused.add(name)
            return name
        function.operation.attributes["cnative.kernel"] = ir.UnitAttr.get()
        return str(function.name.value)

    def definition(self, function: Cursor) -> Cursor:
        """The definition of a function, in this unit or another one, where it has any."""
        return function.get_definition() or self.find_definition(function) or function

    def library_function(self, header: str, name: str) -> Cursor:
        """The definition of a function of one of our headers, which the program does not call by its name."""
        key = header, name
        if key not in self._library:
            self._library[key] = clang.function_in(self.unit.clang, HEADERS / header, name)
        return self._library[key]

    def function(self, cursor: Cursor) -> func.FuncOp:
        """The function op of a definition; its body is translated later."""
        name = self.names.function(cursor)
        if name not in self._functions:
            inputs = [self.types.parameter(p) for p in cursor.type.argument_types()]
            if _has_object(cursor):
                inputs.insert(0, t.ptr(self.types.translate(cursor.semantic_parent.type)))
            result = (
                self.types.translate(cursor.result_type)
                if cursor.kind != K.CONSTRUCTOR
                else t.void()
            )
            results = [] if result == t.void() else [result]
            with ir.InsertionPoint(self.module.body), self.location(cursor):
                op = func.FuncOp(name, ir.FunctionType.get(inputs, results))
            op.operation.attributes["cnative.source_name"] = a.text(
                qualified(cursor) + template_text(cursor)
            )
            self._functions[name] = op
            self._called_at[name] = self._caller()
            self._queue.append((cursor, op))
        return self._functions[name]

    def _caller(self) -> Span | None:
        """The place in the project that asks for a function now, directly or by functions of headers."""
        span = span_at(ir.Location.current)
        is_header = span is None or span.file.startswith("<")
        return self._called_at.get(self._filling) if is_header else span

    def _fill(self, cursor: Cursor, function: func.FuncOp) -> None:
        self._filled.append((cursor, function))
        self._filling = function.name.value
        try:
            if self.unit.is_damaged(cursor):
                raise Refusal("damaged-function", None, name=cursor.spelling)
            with self.location(cursor):
                fill(self, cursor, function)
        except Refusal as refusal:
            place = self.span(cursor) or self._called_at[self._filling]
            refusal.span = refusal.span or place
            self.diagnostics.refuse(refusal)
            self._refused.add(self._filling)
        except Exception as error:  # a fault of ours costs this function, not the unit
            if fault.wanted_raw():
                raise
            self._fault(cursor, function.name.value, error)

    def _fault(self, cursor: Cursor, name: str, error: Exception) -> None:
        fault.record(error, f"'{name}' was not converted")
        self.diagnostics.report(
            "tool-fault", self.span(cursor), name=name, reason=type(error).__name__
        )
        self._refused.add(name)

    def _verify(self) -> None:
        """Functions that do not verify are faults of ours, and refused."""
        for cursor, function in self._filled:
            if function.name.value not in self._refused:
                try:
                    function.operation.verify()
                except ir.MLIRError as error:
                    self._fault(cursor, function.name.value, error)

    def _remove_refused(self) -> set[str]:
        """Erase refused functions and, transitively, their callers; returns the erased symbols."""
        callers: dict[str, set[str]] = {}
        for name, op in self._functions.items():
            for callee in _callees(op.operation):
                callers.setdefault(callee, set()).add(name)
        pending, gone = list(self._refused), set(self._refused)
        while pending:
            new = callers.get(pending.pop(), set()) - gone
            gone |= new
            pending += new
        for name in gone & set(self._functions):
            self._functions[name].operation.erase()
        return gone

    # -- variables of namespace scope ------------------------------------------------------------

    def global_reference(self, body: Body, declaration: Cursor) -> ir.Value:
        """The address of a variable that is not local to the function."""
        special = calls.special_variable(body, declaration)
        if special is not None:
            return special
        attributes = clang.attributes(declaration)
        if K.CUDASHARED_ATTR in attributes:
            return self._shared_reference(body, declaration)
        declaration = declaration.get_definition() or declaration
        on_device = bool(attributes & {K.CUDADEVICE_ATTR, K.CUDACONSTANT_ATTR})
        on_device = on_device or is_texture_reference(declaration)
        if on_device and declaration.kind == K.UNEXPOSED_DECL:
            raise body.refuse("a device variable that is a template")
        # The canonical type: libclang sees the const of an array's elements only there.
        literal = not on_device and declaration.type.get_canonical().is_const_qualified()
        if not on_device and not literal:
            kind = "static" if declaration.semantic_parent.kind in _WITH_BODY else "host"
            raise body.refuse(f"the {kind} variable '{declaration.spelling}'")
        constant = literal or K.CUDACONSTANT_ATTR in attributes
        space = t.Space.CONSTANT if constant else t.Space.GLOBAL
        name = self.names.variable(declaration)
        if name not in self._globals:
            try:
                self._define_global(body, declaration, name, space, literal)
            except Refusal:
                if not literal:
                    raise
                return self._constant_object(body, declaration)  # its constructor has to run
        return memory.GlobalRefOp(a.text(name), t.ptr(self._globals[name], space)).result

    def _constant_object(self, body: Body, declaration: Cursor) -> ir.Value:
        from cn_migrate.parsers.cuda.device.variables import constant_object

        return constant_object(body, declaration)

    def _shared_reference(self, body: Body, declaration: Cursor) -> ir.Value:
        from cn_migrate.parsers.cuda.device.variables import variable

        with ir.InsertionPoint.at_block_begin(_entry_block()):  # the first use may be in a branch
            variable(body, declaration)
        return body.slots[declaration.hash]

    def _define_global(
        self, body: Body, declaration: Cursor, name: str, space: t.Space, literal: bool
    ) -> None:
        type_ = body.type(declaration.type)
        bound = is_texture_reference(declaration)  # the host says what it holds
        init = None if bound else shape.initialiser(declaration)
        values = [] if init is None else global_values(body, init, declaration.type, type_)
        with ir.InsertionPoint.at_block_begin(self.module.body), self.location(declaration):
            op = definitions.GlobalOp(a.text(name), a.text(space), ir.TypeAttr.get(type_))
        if values:
            op.operation.attributes["init"] = a.array(values)
        if literal:
            op.operation.attributes["literal"] = ir.UnitAttr.get()
        op.operation.attributes["source_name"] = a.text(qualified(declaration))
        self._globals[name] = type_

    def text(self, body: Body, cursor: Cursor) -> ir.Value:
        """The address of the constant array that a string literal is."""
        codes = string_codes(body, cursor)
        type_ = t.array(body.type(cursor.type.get_canonical().element_type), len(codes))
        key = str(codes)
        if key not in self._texts:
            self._texts[key] = name = self.names.unique("text")
            with ir.InsertionPoint.at_block_begin(self.module.body), self.location(cursor):
                space = a.text(t.Space.CONSTANT)
                op = definitions.GlobalOp(a.text(name), space, ir.TypeAttr.get(type_))
            op.operation.attributes["init"] = a.array(
                [a.number(t.element(type_), code) for code in codes]
            )
            op.operation.attributes["literal"] = ir.UnitAttr.get()
        return memory.GlobalRefOp(a.text(self._texts[key]), t.ptr(type_, t.Space.CONSTANT)).result

    # -- what another language than CUDA C++ has otherwise ------------------------------------------

    def body(self, function: Cursor, entry: ir.Block) -> Body:
        """The state of a function's translation."""
        return Body(self, function, entry)

    def own_function(self, _callee: Cursor) -> Callable[[Body, Cursor], ir.Value | None] | None:
        """How the calls of a function that only the language of the unit has are translated."""
        return None

    def is_shared(self, variable: Cursor) -> bool:
        """Is there one of a local variable for the whole block?"""
        return any(c.kind == K.CUDASHARED_ATTR for c in variable.get_children())

    def is_static(self, variable: Cursor) -> bool:
        """Is there one of a local variable for the whole program?"""
        return bool(variable.storage_class == StorageClass.STATIC)

    # -- questions of the translation ------------------------------------------------------------

    def in_project(self, cursor: Cursor) -> bool:
        """Is it declared in the project's own files?"""
        return self.unit.in_project(cursor)

    def span(self, cursor: Cursor) -> Span | None:
        """Where a cursor stands."""
        return self.unit.span_of(cursor)

    def location(self, cursor: Cursor) -> AbstractContextManager[object]:
        """Ops made inside carry the cursor's place; an implicit node keeps its parent's."""
        ends = cursor.extent.end_int_data if cursor.kind in _WITH_BODY else 0
        key = (cursor.location.int_data, ends)
        found = self._locations.get(key)
        if found is None:
            found = self._locations[key] = self._located(cursor)
        return found

    def _located(self, cursor: Cursor) -> AbstractContextManager[object]:
        handle, line, column, _ = self.unit.place(cursor.location)
        if handle is None:
            return nullcontext()
        place = self.unit.where(cursor.location)
        name = place[0].name if place else f"<{clang.file_name(handle).rsplit('/', 1)[-1]}>"
        found: AbstractContextManager[object] = ir.Location.file(name, line, column, *_end(cursor))
        return found

    def end_location(self, cursor: Cursor) -> AbstractContextManager[object]:
        """Ops made inside stand where the text of `cursor` ends."""
        place, end = self.unit.where(cursor.location), cursor.extent.end
        if place is None or end.line < cursor.location.line:
            return nullcontext()
        found: AbstractContextManager[object] = ir.Location.file(
            place[0].name, end.line, max(end.column - 1, 1)
        )
        return found

    def evaluate(self, cursor: Cursor) -> int | float | str | None:
        """The value of a constant expression."""
        return clang.evaluate(cursor)

    def constant_condition(self, parts: shape.If) -> bool | None:
        """The value of an `if constexpr`'s condition; None for an ordinary `if`."""
        if parts.cursor is None or not self.macros.has_word(
            parts.cursor, b"constexpr", parts.condition
        ):
            return None
        known = clang.evaluate(parts.condition)
        return bool(known) if isinstance(known, int) else None

    def tokens(self, cursor: Cursor) -> list[tuple[str, int]]:
        """Spelling and byte offset of a cursor's tokens."""
        return [(token.spelling, token.extent.start.offset) for token in cursor.get_tokens()]

    def literal_text(self, cursor: Cursor) -> str:
        """What stands in the source for a literal: its text or a macro's name."""
        return self.macros.literal(cursor)

    def macro_name(self, cursor: Cursor) -> str:
        """The macro that stands for the whole of a constant expression, if any."""
        return self.macros.constant(cursor)

    def name_constant(self, name: str, value: float) -> str:
        """Keep the name of an integer constant; empty where the name means two values."""
        return self.macros.number(name, value)

    def line_text(self, cursor: Cursor) -> str:
        """The source line on which a cursor begins."""
        return self.macros.line(cursor)

    # -- records ---------------------------------------------------------------------------------

    def _define_records(self) -> None:
        for record in reversed(self.types.records.values()):
            fields = [
                a.array(
                    [
                        a.text(f.name),
                        ir.TypeAttr.get(f.type),
                        a.index(f.offset),
                        a.array([a.text(text) for text in f.extents]),
                    ]
                )
                for f in record.fields
            ]
            with ir.InsertionPoint.at_block_begin(self.module.body):
                definitions.RecordDefOp(
                    a.text(record.name),
                    a.text(record.kind),
                    a.array(fields),
                    a.index(record.size),
                    a.index(record.align),
                )


def _end(cursor: Cursor) -> tuple[int, int] | tuple[()]:
    """Line and column where a function or statement with a body ends; nothing for others."""
    if cursor.kind not in _WITH_BODY:
        return ()
    end = cursor.extent.end
    return (end.line, end.column) if end.line > cursor.location.line else ()


def _entry_block() -> ir.Block:
    """The entry block of the function that is being translated."""
    block = ir.InsertionPoint.current.block
    while block.owner.operation.name != "func.func":
        block = block.owner.operation.block
    return block


def _has_object(cursor: Cursor) -> bool:
    methods = (K.CXX_METHOD, K.CONSTRUCTOR, K.CONVERSION_FUNCTION, K.DESTRUCTOR)
    return cursor.kind in methods and not cursor.is_static_method()


def _callees(op: ir.Operation) -> set[str]:
    found: set[str] = set()

    def visit(inner: ir.Operation) -> ir.WalkResult:
        if inner.name == "func.call":
            found.add(ir.FlatSymbolRefAttr(inner.attributes["callee"]).value)
        return ir.WalkResult.ADVANCE

    op.walk(visit)
    return found
