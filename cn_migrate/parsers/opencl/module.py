"""The translation of one `.cl` file: where OpenCL C differs from CUDA C++ in what names mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clang.cindex import Cursor, StorageClass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects import cnative
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.array_extents import extents
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.module import DeviceModule
from cn_migrate.parsers.cuda.device.names import Names, signature
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.parsers.opencl.body import OpenclBody
from cn_migrate.parsers.opencl.functions import function_named
from cn_migrate.parsers.opencl.types import OpenclTypes, space


class OpenclNames(Names):
    """C has no overloads or templates: functions have their own names."""

    def function(self, cursor: Cursor) -> str:
        """See the base."""
        return self._name(cursor, cursor.spelling, signature(cursor))


class OpenclModule(DeviceModule):
    """The translation in progress; address spaces are written at kernels' parameters, and inferred from there."""

    types: OpenclTypes

    def __init__(self, unit: TranslationUnit, diagnostics: Diagnostics) -> None:
        super().__init__(unit, diagnostics, lambda _: None, cnative.context())
        self.names = OpenclNames()
        self.types = OpenclTypes(self.names, partial(extents, self))
        self.library: dict[str, list[Cursor]] = {}

    def body(self, function: Cursor, entry: ir.Block) -> Body:
        """See the base."""
        return OpenclBody(self, function, entry)

    def own_function(self, callee: Cursor) -> Callable[[Body, Cursor], ir.Value | None] | None:
        """See the base: OpenCL C's built-in functions, which no file declares."""
        if callee.get_definition() is not None:
            return None
        return function_named(callee.spelling)

    def is_shared(self, variable: Cursor) -> bool:
        """See the base: `__local`."""
        return space(variable.type) is t.Space.SHARED

    def global_reference(self, body: Body, declaration: Cursor) -> ir.Value:
        """See the base: `__constant` at file scope or in a kernel."""
        if space(declaration.type) is not t.Space.CONSTANT:
            raise body.refuse(f"the variable '{declaration.spelling}' of the whole program")
        declaration = declaration.get_definition() or declaration
        name = self.names.variable(declaration)
        if name not in self._globals:
            self._define_global(body, declaration, name, t.Space.CONSTANT, literal=True)
        type_ = t.ptr(self._globals[name], t.Space.CONSTANT)
        return memory.GlobalRefOp(a.text(name), type_).result

    def is_static(self, variable: Cursor) -> bool:
        """Is a local variable one for the whole program?"""
        is_constant = space(variable.type) is t.Space.CONSTANT
        return is_constant or variable.storage_class == StorageClass.STATIC

    def _kernel(self, cursor: Cursor) -> str:
        name = super()._kernel(cursor)
        function = self._functions.get(name)
        if function is not None:
            self._write_spaces(cursor, function)
        return name

    def _write_spaces(self, kernel: Cursor, function: func.FuncOp) -> None:
        inputs = [self.types.kernel_parameter(x) for x in kernel.type.argument_types()]
        type_ = ir.FunctionType.get(inputs, list(function.type.results))
        function.operation.attributes["function_type"] = ir.TypeAttr.get(type_)
