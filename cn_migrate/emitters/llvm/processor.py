"""The machine's own processors: a kernel is a function that does blocks of threads, one after the other.

Loops over threads are loops already (`lowering/cpu`); functions that LLVM lacks are those of the C library.
"""

from __future__ import annotations

import zlib
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.clock import ClockOp
from cn_migrate.dialects.cnative.kernels import dynamic_parameter
from cn_migrate.dialects.cnative.messages import PrintOp
from cn_migrate.dialects.cnative.mixed import PartOp
from cn_migrate.emitters.llvm.function import FunctionWriter, symbol
from cn_migrate.emitters.llvm.machine import Machine
from cn_migrate.emitters.llvm.types import quoted

_CACHE_LINE = 64
_SIZES = ("grid_dim", "block_dim", "block_id")
_AXES = "xyz"
# C17, 7.12; the gamma functions set no sign that anybody reads.
_LIBRARY = """
cbrt exp exp2 exp10 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc
lgamma tgamma logb fmod remainder fdim nextafter pow atan2 hypot j0 j1 y0 y1 ilogb
"""


def sizes() -> list[str]:
    """The last parameters of a block's function: grid, block, the block's place, its dynamic shared memory."""
    return [f"i32 %{size}.{axis}" for size in _SIZES for axis in _AXES] + ["ptr %shared"]


def id_(f: FunctionWriter, op: x.IdOp) -> None:
    """A size or the block's place."""
    if op.kind.value == "thread_id":
        raise f.refusal(op, "a thread's index outside of loops over threads")
    f.name(op.result, f"%{op.kind.value}.{_AXES[op.dim.value]}")


def shared(f: FunctionWriter, op: m.SharedOp) -> None:
    """A variable of the block, on the stack of the thread that does the block."""
    type_ = t.pointee(op.result.type)
    key = op.attributes["variable"].value if "variable" in op.attributes else op.name.value
    if key not in f.places:
        f.places[key] = f.variable(f.types.memory(type_), _CACHE_LINE)
    f.name(op.result, f.places[key])


def dynamic_shared(f: FunctionWriter, op: m.DynamicSharedOp) -> None:
    """The block's dynamic shared memory."""
    f.name(op.result, "%shared")


def clock(f: FunctionWriter, op: ClockOp) -> None:
    """A counter of cycles."""
    f.define(op.result, f.call("i64", "llvm.readcyclecounter"))


def print_(f: FunctionWriter, op: PrintOp) -> None:
    """`printf` of the C library."""
    data = op.format.value.encode() + b"\0"
    name = f"text.{zlib.crc32(data):08x}"
    escaped = "".join(f"\\{byte:02X}" for byte in data)
    f.module.definitions[name] = f'@{name} = private constant [{len(data)} x i8] c"{escaped}"'
    values = [_promoted(f, value) for value in op.values]
    f.module.declarations["printf"] = "declare i32 @printf(ptr, ...)"
    f.temporary(f"call i32 (ptr, ...) @printf({', '.join([f'ptr @{name}', *values])})")


def _promoted(f: FunctionWriter, value: ir.Value) -> str:
    """What C makes of a `float` behind the dots."""
    if str(value.type) != "f32":
        return f.typed(value)
    return f"double {f.temporary(f'fpext {f.typed(value)} to double')}"


def part(_f: FunctionWriter, _op: PartOp) -> None:
    """No value by itself."""


def kernel(f: FunctionWriter) -> str:
    """A kernel: the function of one block, and the one that does the blocks `first` to `last` of a grid, x first.

    To that one arguments come as addresses of their values.
    """
    function = f.function
    parameters = ", ".join([*f.parameters(), *sizes()])
    name = f"{function.sym_name.value}.block"
    return f"{f.text(f'define internal void {symbol(name)}({parameters})')}\n\n{_grid(function, f)}"


def _grid(function: func.FuncOp, writer: FunctionWriter) -> str:
    name = function.sym_name.value
    kinds = [writer.types.value(a.type) for a in function.arguments]
    lines = [
        f"define void {symbol(name)}(ptr %arguments, ptr %grid, ptr %block, i64 %first, i64 %last, ptr %shared) {{",
        "entry:",
    ]
    for size, of in (("grid_dim", "grid"), ("block_dim", "block")):
        for number, axis in enumerate(_AXES):
            lines.append(f"  %{size}.{axis}.at = getelementptr i32, ptr %{of}, i64 {number}")
            lines.append(f"  %{size}.{axis} = load i32, ptr %{size}.{axis}.at, align 4")
    values: list[str] = []
    dynamic = dynamic_parameter(function)
    for number, kind in enumerate(kinds):
        if number == dynamic:
            values.append("ptr %shared")
            continue
        place = number - (dynamic is not None and number > dynamic)
        lines.append(f"  %at{number} = getelementptr ptr, ptr %arguments, i64 {place}")
        lines.append(f"  %from{number} = load ptr, ptr %at{number}, align 8")
        lines.append(
            f"  %raw{number} = load {'i8' if kind == 'i1' else kind}, ptr %from{number}, align 1"
        )
        if kind == "i1":
            lines.append(f"  %value{number} = icmp ne i8 %raw{number}, 0")
        values.append(f"{kind} {'%value' if kind == 'i1' else '%raw'}{number}")
    return "\n".join([*lines, *_blocks(name, values), "}"])


def _blocks(name: str, values: list[str]) -> list[str]:
    """The loop over blocks."""
    given = ", ".join([*values, *sizes()])
    return [
        "  %columns = zext i32 %grid_dim.x to i64",
        "  %rows = zext i32 %grid_dim.y to i64",
        "  br label %test",
        "test:",
        "  %number = phi i64 [ %first, %entry ], [ %next, %body ]",
        "  %goes = icmp ult i64 %number, %last",
        "  br i1 %goes, label %body, label %done",
        "body:",
        "  %x = urem i64 %number, %columns",
        "  %above = udiv i64 %number, %columns",
        "  %y = urem i64 %above, %rows",
        "  %z = udiv i64 %above, %rows",
        *(f"  %block_id.{axis} = trunc i64 %{axis} to i32" for axis in _AXES),
        f"  call void @{quoted(f'{name}.block')}({given})",
        "  %next = add nuw i64 %number, 1",
        "  br label %test",
        "done:",
        "  ret void",
    ]


RULES: dict[type[ir.OpView], Any] = {
    x.IdOp: id_,
    m.SharedOp: shared,
    m.DynamicSharedOp: dynamic_shared,
    ClockOp: clock,
    PrintOp: print_,
    PartOp: part,
}

PROCESSOR = Machine(
    name="the machine's own processors",
    spaces=dict.fromkeys(t.Space, 0),
    rules=RULES,
    kernel=kernel,
    functions={name: f"{name}{{f}}" for name in _LIBRARY.split()},
)
