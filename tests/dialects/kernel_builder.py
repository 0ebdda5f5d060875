"""Builds small `cnative` modules for tests; every op gets the location `k.cu:<line>:<column>`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import (
    context,
    control,
    definitions,
    execution,
    expressions,
    memory,
)
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import array, flag, index, number, text


class KernelBuilder:
    """Use as a context manager: ops are appended where the innermost `with` is."""

    def __init__(self) -> None:
        self.context = context()
        self.line = 1
        with self.context, self.location:
            self.module = ir.Module.create()
            self._name_types()

    def _name_types(self) -> None:
        self.si8, self.si32, self.si64 = t.signed(8), t.signed(32), t.signed(64)
        self.ui8, self.ui32, self.ui64 = t.unsigned(8), t.unsigned(32), t.unsigned(64)
        self.f16, self.bf16 = ir.F16Type.get(), ir.BF16Type.get()
        self.f32, self.f64, self.bool = ir.F32Type.get(), ir.F64Type.get(), t.boolean()

    def __enter__(self) -> "KernelBuilder":
        self.context.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.context.__exit__(*error)

    @property
    def location(self) -> ir.Location:
        return ir.Location.file("k.cu", self.line, 5, self.context)

    def type(self, name: str) -> ir.Type:
        """The type that MLIR prints as `name`."""
        return ir.Type.parse(name, self.context)

    # -- module ------------------------------------------------------------------------------------

    @contextmanager
    def function(
        self, name: str, inputs: Sequence[ir.Type], results: Sequence[ir.Type] = ()
    ) -> Iterator[Any]:
        """A function; yields its arguments.  Without `results` the return is written."""
        with self.location, ir.InsertionPoint(self.module.body):
            function = func.FuncOp(name, ir.FunctionType.get(list(inputs), list(results)))
            block = function.add_entry_block()
        with ir.InsertionPoint(block):
            yield block.arguments
            if not results:
                self.ret()

    def record(
        self, name: str, fields: Any, size: int, align: int, kind: str = "struct"
    ) -> ir.Type:
        rows = [array([text(n), ir.TypeAttr.get(ty), index(o)]) for n, ty, o in fields]
        with self.location, ir.InsertionPoint(self.module.body):
            definitions.RecordDefOp(text(name), text(kind), array(rows), index(size), index(align))
        return t.record(name)

    def global_(self, name: str, type_: ir.Type, space: str = "global", init: Any = None) -> None:
        with self.location, ir.InsertionPoint(self.module.body):
            op = definitions.GlobalOp(text(name), text(space), ir.TypeAttr.get(type_))
            if init is not None:
                op.attributes["init"] = array([number(ty, value) for ty, value in init])

    # -- ops ---------------------------------------------------------------------------------------

    def op(self, cls: Any, *args: Any, attributes: Sequence[str] = (), **kwargs: Any) -> Any:
        """Any op; its result where it has one."""
        with self.location:
            result = cls(*args, **kwargs)
            for name in attributes:
                result.attributes[name] = ir.UnitAttr.get()
        values = result.operation.results
        return values[0] if len(values) else result

    def const(self, type_: ir.Type, value: Any) -> Any:
        with self.location:
            return self.op(expressions.ConstantOp, number(type_, value), type_)

    def binary(self, op: str, lhs: Any, rhs: Any) -> Any:
        return self.op(expressions.BinaryOp, text(op), lhs, rhs, lhs.type)

    def compare(self, op: str, lhs: Any, rhs: Any) -> Any:
        return self.op(expressions.CompareOp, text(op), lhs, rhs, self.bool)

    def unary(self, op: str, value: Any) -> Any:
        return self.op(expressions.UnaryOp, text(op), value, value.type)

    def convert(self, value: Any, type_: ir.Type, rounding: str | None = None) -> Any:
        result = self.op(expressions.ConvertOp, value, type_)
        if rounding:
            result.owner.attributes["rounding"] = text(rounding)
        return result

    def math(self, fn: str, *args: Any, result: ir.Type | None = None) -> Any:
        return self.op(expressions.MathOp, text(fn), result or args[-1].type, list(args))

    def id(self, kind: str = "thread_id", dim: int = 0) -> Any:
        dim_attr = ir.IntegerAttr.get(ir.IntegerType.get_signless(32), dim)
        return self.op(execution.IdOp, text(kind), dim_attr, self.ui32)

    def global_id(self) -> Any:
        start = self.binary("mul", self.id("block_id"), self.id("block_dim"))
        return self.binary("add", start, self.id())

    def slot(self, type_: ir.Type, init: Any = None, name: str = "x") -> Any:
        return self.op(memory.SlotOp, text(name), t.ptr(type_, "private"), init=init)

    def shared(self, type_: ir.Type, name: str = "tile") -> Any:
        return self.op(memory.SharedOp, text(name), t.ptr(type_, "shared"))

    def at(self, base: Any, position: Any) -> Any:
        """`&base[position]`, of a pointer or of an array's address."""
        pointee = t.pointee(base.type)
        if isinstance(pointee, t.ArrayType):
            type_ = t.ptr(t.element(pointee), t.space(base.type))
            return self.op(memory.ElementOp, base, position, type_)
        return self.op(memory.OffsetOp, base, position, base.type)

    def member(self, base: Any, field: str, type_: ir.Type) -> Any:
        return self.op(memory.MemberOp, text(field), base, t.ptr(type_, t.space(base.type)))

    def load(self, address: Any, volatile: bool = False) -> Any:
        attributes = ["volatile"] if volatile else []
        return self.op(memory.LoadOp, address, t.pointee(address.type), attributes=attributes)

    def store(self, value: Any, address: Any, volatile: bool = False) -> None:
        self.op(memory.StoreOp, value, address, attributes=["volatile"] if volatile else [])

    def update(self, op: str, address: Any, value: Any, form: str = "assign") -> Any:
        result = t.pointee(address.type)
        return self.op(memory.UpdateOp, text(op), text(form), address, value, result)

    def atomic(self, op: str, address: Any, *values: Any, order: str = "relaxed") -> Any:
        result = t.pointee(address.type)
        return self.op(
            execution.AtomicOp, text(op), text(order), text("device"), address, result, list(values)
        )

    def barrier(self) -> None:
        self.op(execution.BarrierOp)

    def fence(self) -> None:
        self.op(execution.FenceOp, text("device"))

    def call(self, name: str, *args: Any, result: ir.Type | None = None) -> Any:
        results = [] if result is None else [result]
        return self.op(
            func.CallOp, results, ir.FlatSymbolRefAttr.get(name, self.context), list(args)
        )

    def ret(self, value: Any = None) -> None:
        self.op(control.ReturnOp, value=value)

    def break_(self) -> None:
        self.op(control.BreakOp)

    def continue_(self) -> None:
        self.op(control.ContinueOp)

    # -- regions -----------------------------------------------------------------------------------

    @contextmanager
    def region(self, region: Any) -> Iterator[None]:
        """Append to a new block of `region`."""
        with self.location:
            block = region.blocks.append()
        with ir.InsertionPoint(block):
            yield

    def yielding(self, region: Any, value: Any) -> None:
        """`region` yields what the function `value` builds."""
        with self.region(region):
            self.op(control.YieldOp, [value()])

    @contextmanager
    def if_(self, condition: Any) -> Iterator[Any]:
        """Body of the `then`; yields the op, for `region(op.otherwise)`."""
        op = self.op(control.IfOp, condition)
        with self.region(op.then):
            yield op

    @contextmanager
    def while_(self, condition: Any) -> Iterator[None]:
        op = self.op(control.WhileOp)
        self.yielding(op.condition, condition)
        with self.region(op.body):
            yield

    @contextmanager
    def do(self, condition: Any) -> Iterator[None]:
        op = self.op(control.DoOp)
        with self.region(op.body):
            yield
        self.yielding(op.condition, condition)

    @contextmanager
    def count(self, limit: int, name: str = "i") -> Iterator[Any]:
        """`for (int i = 0; i < limit; i++)`; yields the address of i."""
        scope = self.op(control.ScopeOp)
        with self.region(scope.body):
            i = self.slot(self.si32, self.const(self.si32, 0), name)
            op = self.op(control.ForOp)
            bound = lambda: self.compare("lt", self.load(i), self.const(self.si32, limit))  # noqa: E731
            self.yielding(op.condition, bound)
            with self.region(op.step):
                self.update("add", i, self.const(self.si32, 1), "pre")
            with self.region(op.body):
                yield i

    def switch(self, value: Any) -> Any:
        """Yields the op; `case` goes into `region(op.body)`."""
        return self.op(control.SwitchOp, value)

    @contextmanager
    def case(self, *values: int, default: bool = False) -> Iterator[None]:
        with self.location:
            labels = array([number(self.si32, value) for value in values])
        op = self.op(control.CaseOp, labels, flag(default))
        with self.region(op.body):
            yield
