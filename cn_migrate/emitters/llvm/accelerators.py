"""Machines that run a block's threads at once: SPIR-V for OpenCL, NVIDIA's and AMD's.

SPIR-V as LLVM's backend takes it (OpenCL's functions by their mangled names; LLVM's "SPIR-V Target User Guide"); NVPTX
and AMDGPU by LLVM's user guides of those targets.  What a machine's own instructions do less exactly than CUDA's manual
states is not used: such kernels have no form there.
"""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.clock import ClockOp
from cn_migrate.dialects.cnative.kernels import dynamic_parameter
from cn_migrate.emitters.llvm.function import FunctionWriter, symbol
from cn_migrate.emitters.llvm.machine import Machine

_AXES = "xyz"
_DYNAMIC = "cn_dynamic_shared"
_MEETS = "convergent"  # its threads meet: LLVM may not let a call depend on more conditions


def _kernel(convention: str, record: str) -> Any:
    """The printer of kernels: their calling convention, and how a record is passed (a format of its type)."""

    def kernel(f: FunctionWriter) -> str:
        dynamic = dynamic_parameter(f.function)
        parameters = []
        for number, argument in enumerate(f.function.arguments):
            if number == dynamic and convention != "spir_kernel":
                f.module.definitions[_DYNAMIC] = (
                    f"@{_DYNAMIC} = external addrspace(3) global [0 x i8], align 16"
                )
                f.name(argument, f"@{_DYNAMIC}")
            else:
                parameters.append(_parameter(f, argument, f"%p{number}", record))
        name = symbol(f.function.sym_name.value)
        return f.text(f"define {convention} void {name}({', '.join(parameters)}) {_MEETS}")

    return kernel


def _parameter(f: FunctionWriter, argument: ir.Value, name: str, record: str) -> str:
    """A parameter of a kernel: hosts pass no truth values and no records as they are."""
    f.name(argument, name)
    type_ = argument.type
    if t.is_bool(type_):
        f.entry.append(f"  {name} = icmp ne i8 {name}.byte, 0")
        return f"i8 {name}.byte"
    if not isinstance(type_, (t.RecordType, t.VecType)):
        return f"{f.types.value(type_)} {name}"
    kind, align = f.types.value(type_), f.types.layout.align(type_)
    passed = record.format(type=kind, align=align)
    f.entry.append(f"  {name} = load {kind}, {passed.partition(' by')[0]} {name}.at, align {align}")
    return f"{passed} {name}.at"


# -- SPIR-V

_OPENCL_IDS = {
    "thread_id": "_Z12get_local_idj",
    "block_id": "_Z12get_group_idj",
    "block_dim": "_Z14get_local_sizej",
    "grid_dim": "_Z14get_num_groupsj",
}
_BOTH_FENCES = 3  # CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE
# OpenCL C 1.2, 6.12.2.
_OPENCL_FUNCTIONS = """
rsqrt cbrt exp exp2 exp10 expm1 log log2 log10 log1p logb sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
sinpi cospi erf erfc lgamma tgamma
"""
_OPENCL_PAIRS = "fmod remainder fdim nextafter pow atan2 hypot"


def _opencl_name(name: str, arguments: int) -> str:
    letters = "{t}" * arguments
    return f"_Z{len(name)}{name}{letters}"


def _opencl_id(f: FunctionWriter, op: x.IdOp) -> None:
    wide = f.temporary(f.call("i64", _OPENCL_IDS[op.kind.value], f"i32 {op.dim.value}"))
    f.define(op.result, f"trunc i64 {wide} to i32")


def _opencl_barrier(f: FunctionWriter, _op: x.BarrierOp) -> None:
    name = "_Z7barrierj"
    f.add(f.call("void", name, f"i32 {_BOTH_FENCES}"))
    # What LLVM does not know to be a meeting, it moves to where some threads do not come.
    f.module.declarations[name] = f"declare void @{name}(i32) convergent nounwind"


SPIRV = Machine(
    name="SPIR-V for OpenCL",
    spaces={
        t.Space.PRIVATE: 0,
        t.Space.GLOBAL: 1,
        t.Space.CONSTANT: 2,
        t.Space.SHARED: 3,
        t.Space.GENERIC: 4,
    },
    rules={x.IdOp: _opencl_id, x.BarrierOp: _opencl_barrier},
    functions={
        **{name: _opencl_name(name, 1) for name in _OPENCL_FUNCTIONS.split()},
        **{name: _opencl_name(name, 2) for name in _OPENCL_PAIRS.split()},
    },
    kernel=_kernel("spir_kernel", "ptr byval({type}) align {align}"),
    lacks=frozenset({"inc", "dec"}),
    scopes={"block": "workgroup", "device": "device"},
    attributes=_MEETS,
)

# -- NVIDIA

_NVIDIA_IDS = {
    "thread_id": "tid",
    "block_id": "ctaid",
    "block_dim": "ntid",
    "grid_dim": "nctaid",
}


def _nvidia_id(f: FunctionWriter, op: x.IdOp) -> None:
    register = f"{_NVIDIA_IDS[op.kind.value]}.{_AXES[op.dim.value]}"
    f.define(op.result, f.call("i32", f"llvm.nvvm.read.ptx.sreg.{register}"))


def _nvidia_barrier(f: FunctionWriter, _op: x.BarrierOp) -> None:
    f.add(f.call("void", "llvm.nvvm.barrier.cta.sync.aligned.all", "i32 0"))


def _nvidia_clock(f: FunctionWriter, op: ClockOp) -> None:
    f.define(op.result, f.call("i64", "llvm.nvvm.read.ptx.sreg.clock64"))


NVIDIA = Machine(
    name="NVIDIA's machines",
    spaces={
        t.Space.PRIVATE: 0,
        t.Space.GLOBAL: 1,
        t.Space.CONSTANT: 4,
        t.Space.SHARED: 3,
        t.Space.GENERIC: 0,
    },
    rules={x.IdOp: _nvidia_id, x.BarrierOp: _nvidia_barrier, ClockOp: _nvidia_clock},
    functions={},
    kernel=_kernel("ptx_kernel", "ptr byval({type}) align {align}"),
    scopes={"block": "block", "device": "device"},
    attributes=_MEETS,
)

# -- AMD

# Code object of AMDHSA: the packet that started the kernel (HSA Runtime, hsa_kernel_dispatch_packet_t), in bytes.
_GROUP_SIZE_AT, _GRID_SIZE_AT = 4, 12


def _amd_id(f: FunctionWriter, op: x.IdOp) -> None:
    kind, dim = op.kind.value, op.dim.value
    if kind in ("thread_id", "block_id"):
        of = "workitem" if kind == "thread_id" else "workgroup"
        f.define(op.result, f.call("i32", f"llvm.amdgcn.{of}.id.{_AXES[dim]}"))
        return
    packet = f.temporary(f.call("ptr addrspace(4)", "llvm.amdgcn.dispatch.ptr"))
    size = _from_packet(f, packet, _GROUP_SIZE_AT + 2 * dim, "i16")
    wide = f"zext i16 {size} to i32"
    if kind == "block_dim":
        f.define(op.result, wide)
        return
    grid = _from_packet(f, packet, _GRID_SIZE_AT + 4 * dim, "i32")
    f.define(op.result, f"udiv i32 {grid}, {f.temporary(wide)}")


def _from_packet(f: FunctionWriter, packet: str, at: int, type_: str) -> str:
    place = f.temporary(f"getelementptr i8, ptr addrspace(4) {packet}, i64 {at}")
    return f.temporary(f"load {type_}, ptr addrspace(4) {place}, align {int(type_[1:]) // 8}")


def _amd_barrier(f: FunctionWriter, _op: x.BarrierOp) -> None:
    f.add('fence syncscope("workgroup") release')
    f.add(f.call("void", "llvm.amdgcn.s.barrier"))
    f.add('fence syncscope("workgroup") acquire')


def _amd_clock(f: FunctionWriter, op: ClockOp) -> None:
    f.define(op.result, f.call("i64", "llvm.readcyclecounter"))


AMD = Machine(
    name="AMD's machines",
    spaces={
        t.Space.PRIVATE: 5,
        t.Space.GLOBAL: 1,
        t.Space.CONSTANT: 4,
        t.Space.SHARED: 3,
        t.Space.GENERIC: 0,
    },
    rules={x.IdOp: _amd_id, x.BarrierOp: _amd_barrier, ClockOp: _amd_clock},
    functions={},
    kernel=_kernel("amdgpu_kernel", "ptr addrspace(4) byref({type}) align {align}"),
    scopes={"block": "workgroup", "device": "agent"},
    attributes=_MEETS,
)
