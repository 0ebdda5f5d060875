"""Device functions, and kernels: one function for a block, and one that goes through the grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.expressions import BinaryOp
from cn_migrate.dialects.cnative.kernels import dynamic_parameter
from cn_migrate.dialects.cnative.memory import SlotOp
from cn_migrate.dialects.cnative.threads import BLOCKS_WAIT, WIDE_BLOCKS, scaled_blocks
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.emitters.opencl.comments import CommentCursor, Comments
from cn_migrate.emitters.opencl.context import FunctionContext, ModuleContext
from cn_migrate.emitters.opencl.functions import (
    Parameter,
    function_head,
    names_around,
    parameters_of,
    result_of,
)
from cn_migrate.emitters.opencl.names import Names
from cn_migrate.emitters.opencl.spellings import type_name
from cn_migrate.emitters.openmp.printers import in_strip
from cn_migrate.emitters.openmp.statements import MAX_THREADS, ON_HEAP, ThreadStatements

MAX_WIDE = "MAX_WIDE_THREADS"
_SIZES = ("grid_dim", "block_dim", "block_id")
# What the header calls by these names; a function's own variables get others.
TAKEN = {
    *_SIZES, MAX_THREADS, ON_HEAP, MAX_WIDE, "WideBlocks", "blocks", "group", "wide_dim",
    "thread", "thread_x", "thread_y", "thread_z", "row",
    "lane", "strip", "LANES", "OF_STRIP", "shared_bytes",
    "MAX_BLOCKS", "MAX_GRID_THREADS", "Size3", "ThreadRange", "inside", "wide", "any_of",
    "ballots", "exchange", "bits_as", "blocks_of", "flag_index", "has_blocks", "require_threads", "require_places",
    "MAX_PLACES", "quotient", "remainder_of", "clock_ticks", "EACH_THREAD", "this", "SHARED", "UNROLL", "assign",
    "EACH_THREAD_AS_LANE", "arguments", "SharedMemory", "namespace", "class", "template", "new",
    "delete", "try", "catch", "throw", "operator", "private", "public", "protected", "virtual",
    "friend", "using", "typename", "explicit", "export", "mutable", "nullptr", "constexpr",
    "static_cast", "and", "or", "not", "xor", "bitand", "bitor", "compl", "main",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedFunction:
    """A function's text; for a kernel with its own parameters, and with the place of its dynamic shared memory."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    is_kernel: bool
    dynamic: int | None = None
    types: tuple[ir.Type, ...] = ()


def print_function(
    module: ModuleContext, function: func.FuncOp, comments: Comments
) -> PrintedFunction:
    """Print one function.  Raises Refusal where an op has no spelling."""
    ctx = FunctionContext(module, Names(names_around(module, function) | TAKEN))
    location = function.location
    is_file = isinstance(location, ir.FileLineColLoc)
    cursor = CommentCursor(
        comments if is_file else {},
        *((location.filename, location.start_line) if is_file else ("", 0)),
    )
    parameters = parameters_of(ctx, function, False, cursor)
    end = location.end_line if is_file else None
    body = ThreadStatements(ctx, cursor).body(function.entry_block, end)
    heading = [comment.text for comment in cursor.heading]
    name = module.functions[function.sym_name.value]
    if "cnative.kernel" not in function.attributes:
        result, behind = result_of(module, function)
        texts = [p.text for p in parameters]
        head = function_head(f"static inline {result}", name, texts, result_end=behind)
        text = "\n".join([*heading, head, "{", *body, "}"])
        return PrintedFunction(name, text, parameters, is_kernel=False)
    dynamic = dynamic_parameter(function)
    sizes = [f"const Size3 {size}" for size in _SIZES]
    head = function_head("static void", f"{name}_block", [*sizes, *(p.text for p in parameters)])

    block = "\n".join([*heading, head, "{", *body, "}"])
    scales = scaled_blocks(of_kinds(function, BinaryOp))
    grid = _grid(name, parameters, dynamic, function, scales)
    types = tuple(function.type.inputs)
    return PrintedFunction(name, f"{block}\n\n{grid}", parameters, True, dynamic, types)


def _grid(
    name: str,
    parameters: tuple[Parameter, ...],
    dynamic: int | None,
    function: func.FuncOp,
    scales: dict[int, int],
) -> str:
    """The function that goes through the grid; where blocks wait for each other, each has a thread of its own.

    `scales`: see `scaled_blocks`.
    """
    blocks_wait = BLOCKS_WAIT in function.attributes
    blocks = "EACH_BLOCK"
    if WIDE_BLOCKS in function.attributes:
        blocks = f"EACH_WIDE_BLOCK({MAX_THREADS if _has_copies(function) else MAX_WIDE})"
    own = [p for i, p in enumerate(parameters) if i != dynamic]
    sizes = ["const Size3 grid_dim", "const Size3 block_dim", "const size_t shared_bytes"]
    head = function_head("void", name, [*sizes, *(p.text for p in own)])
    arguments = [
        f"({type_name(p.type)})memory.data()" if i == dynamic else p.name
        for i, p in enumerate(parameters)
    ]
    call = ", ".join(["grid_dim", "block_dim", "block_id", *arguments])
    memory = ["        SharedMemory memory(shared_bytes);"] if dynamic is not None else []
    unused = [] if memory else ["    (void)shared_bytes;"]
    alone = " if (has_blocks(grid_dim))"  # one block is done sooner than threads are woken
    threads = " num_threads(blocks_of(grid_dim))" if blocks_wait else alone
    check = ["        require_threads(blocks_of(grid_dim));"] if blocks_wait else []
    return "\n".join(
        [
            head,
            "{",
            *unused,
            *(f"    require_places(grid_dim.{'xyz'[d]}, {n});" for d, n in sorted(scales.items())),
            f"#pragma omp parallel{threads}",
            "    {",
            *check,
            *memory,
            f"        {blocks} {{",
            f"            {name}_block({call});",
            "        }",
            "    }",
            "}",
        ]
    )


def _has_copies(function: func.FuncOp) -> bool:
    """Are there variables with a copy for each thread of the block?"""
    slots = of_kinds(function, SlotOp)
    return any(threads.PER_THREAD in slot.attributes and not in_strip(slot) for slot in slots)


def start_name(unit: str, kernel: str) -> str:
    """The name of the function that starts a kernel of the source `unit`, for the linker."""
    return f"cn_start_{re.sub(r'[^0-9A-Za-z]', '_', unit)}{kernel}"


def entry(kernel: PrintedFunction, unit: str, variables: Sequence[int] = ()) -> str:
    """The function by which a runtime starts the kernel: arguments come as addresses of their values.

    `variables` says at which places those of device variables are, which are the kernel's last parameters.
    """
    passed = [type_ for i, type_ in enumerate(kernel.types) if i != kernel.dynamic]
    places = [*range(len(passed) - len(variables)), *variables]
    values = [
        f"*({type_name(t.ptr(type_))})arguments[{place}]"
        for place, type_ in zip(places, passed, strict=True)
    ]
    call = ", ".join(["Size3(grid)", "Size3(block)", "shared_bytes", *values])
    return "\n".join(
        [
            f'extern "C" void {start_name(unit, kernel.name)}(',
            "    void *const *arguments, const uint *grid, const uint *block, size_t shared_bytes)",
            "{",
            *([] if values else ["    (void)arguments;"]),
            f"    {kernel.name}({call});",
            "}",
        ]
    )
