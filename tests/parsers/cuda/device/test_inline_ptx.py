"""Inline PTX, run by the interpreter; what is not translated is one diagnostic that says what it would do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cn_migrate.parsers.cuda.ptx.instructions import Unreadable, read_block
from cn_migrate.parsers.cuda.ptx.statement import read_statement
from tests.parsers.cuda.device.run_source import run_source, translate_source

LOW, HIGH = 0x12345678, 0x9ABCDEF0
WORDS = [  # statement with %0 = result, %1 = LOW, %2 = HIGH; what it gives
    ("bfe.u32 %0, %1, 4, 8;", 0x67),
    ("bfe.s32 %0, %2, 4, 8;", 0xFFFFFFEF),
    ("bfi.b32 %0, %1, %2, 8, 4;", 0x9ABCD8F0),
    ("prmt.b32 %0, %1, %2, 0x7531;", 0x9ADE1256),
    ("lop3.b32 %0, %1, %2, 0xff00ff00, 0xca;", (LOW & HIGH) | (~LOW & 0xFF00FF00)),
    ("shf.l.wrap.b32 %0, %1, %2, 8;", 0xBCDEF012),
    ("shf.r.clamp.b32 %0, %1, %2, 40;", HIGH),
    ("bfind.u32 %0, %1;", 28),
    ("popc.b32 %0, %1;", 13),
    ("mul.hi.u32 %0, %1, %2;", LOW * HIGH >> 32),
    ("mad.lo.u32 %0, %1, %2, 7;", (LOW * HIGH + 7) & 0xFFFFFFFF),
    ("vabsdiff4.u32.u32.u32.add %0, %1, %2, 1;", 0x78 + 3 * 0x88 + 1),
    ("vshr.u32.u32.u32.clamp.add %0, %1, 4, 1;", (LOW >> 4) + 1),
    ("shr.u32 %0, %1, 33;", 0),
    ("{ .reg .u32 t; add.u32 t, %1, %2; not.b32 %0, t; }", ~(LOW + HIGH) & 0xFFFFFFFF),
    ("{ .reg .pred p; setp.lt.s32 p, %1, %2; selp.u32 %0, 5, 6, p; }", 6),
    ("{ .reg .pred p; mov.u32 %0, 1; setp.lo.u32 p, %1, %2; @p mov.u32 %0, 2; @!p mov.u32 %0, 3; }", 2),
    ("{ .reg .b64 t; mov.b64 t, {%1, %2}; shr.b64 t, t, 16; cvt.u32.u64 %0, t; }", 0xDEF01234),
    ("{ .reg .f32 f<3>; mov.f32 f1, 0f40200000; cvt.rni.u32.f32 %0, f1; }", 2),
    ("{ .reg .f32 f; cvt.rp.f32.u32 f, %1; mov.b32 %0, f; }", 0x4D91A2B4),
    ("add.cc.u32 %0, %2, %2; addc.u32 %0, %1, 0; // carry\\n", LOW + 1),
    ("mov.u32 %0, %%lanemask_lt;", 0),
    ("mov.u32 %0, %%ntid.x;", 1),
    ("mov.u32 %0, %ntid.y;", 1),
    ("{ .reg .u32 ab; mov.u32 ab, %laneid; add.u32 %0, ab, %1; }", LOW),
]  # fmt: skip


def test_words(tmp_path: Path) -> None:
    """All statements in one kernel."""
    lines = [
        f'asm("{text}" : "=r"(y[{i}]) : "r"(low), "r"(high));' for i, (text, _) in enumerate(WORDS)
    ]
    source = f"""__global__ void k(unsigned *y, unsigned low, unsigned high) {{
        {" ".join(lines)}
    }}"""
    result = np.zeros(len(WORDS), np.uint32)
    run_source(tmp_path, source, [result, LOW, HIGH])
    assert [hex(x) for x in result] == [hex(want) for _, want in WORDS]


def test_operands_without_commas(tmp_path: Path) -> None:
    """As nvcc takes them; brackets and strings that look alike stay."""
    source = """
    __device__ int twice(int x) { return (x) + (x); }
    __global__ void k(unsigned *y, unsigned a, unsigned b) {
        asm volatile("add.u32 %0, %1, %2; // (x) \\"r\\" (y)" : "=r"(y[0]) : "r"(twice(a)) "r"(b) : "memory");
        asm("sub.u32 %[to], %1, %2;" : [to] "=r"(y[1]) : "r"(a) [b] "r"(b));
    }"""
    result = np.zeros(2, np.uint32)
    run_source(tmp_path, source, [result, 20, 5])
    assert list(result) == [45, 15]


def test_memory(tmp_path: Path) -> None:
    """Vectors of registers, addresses with a distance, shared addresses as numbers of 32 bits, atomics."""
    source = """
    __global__ void k(const float4 *x, float *y, int *z) {
        __shared__ float s[4];
        float4 v;
        asm("ld.global.nc.L1::no_allocate.v4.f32 {%0, %1, %2, %3}, [%4];"
            : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w) : "l"(x + threadIdx.x));
        unsigned place = (unsigned)__cvta_generic_to_shared(&s[threadIdx.x]);
        asm volatile("st.shared.f32 [%0], %1;" :: "r"(place), "f"(v.x + v.w) : "memory");
        asm volatile("bar.warp.sync 0xffffffff;");
        asm volatile("ld.volatile.shared.f32 %[out], [%[from]];" : [out] "=f"(y[threadIdx.x]) : [from] "r"(place));
        asm volatile("st.global.f32 [%0+16], %1;" :: "l"(y + threadIdx.x), "f"(v.y));
        asm volatile("red.global.add.s32 [%0], %1;" :: "l"(z), "r"(3));
    }"""
    x = np.arange(8, dtype=np.float32)
    y, z = np.zeros(6, np.float32), np.zeros(1, np.int32)
    run_source(tmp_path, source, [x, y, z], block=2)
    assert y.tolist() == [3, 11, 0, 0, 1, 5]
    assert z.tolist() == [6]


def test_carry_lasts_between_statements(tmp_path: Path) -> None:
    source = """__global__ void k(unsigned *x) {
        asm("add.cc.u32 %0, %0, %1;" : "+r"(x[0]) : "r"(1u));
        asm("addc.cc.u32 %0, %0, %1;" : "+r"(x[1]) : "r"(0u));
        asm("addc.u32 %0, %0, %1;" : "+r"(x[2]) : "r"(0u));
    }"""
    x = np.array([0xFFFFFFFF, 0xFFFFFFFF, 5], np.uint32)
    run_source(tmp_path, source, [x])
    assert x.tolist() == [0, 0, 6]


def test_warp(tmp_path: Path) -> None:
    source = """__global__ void k(unsigned *y) {
        unsigned r, lane = threadIdx.x;
        asm volatile("{ .reg .pred p; shfl.sync.down.b32 %0|p, %1, 1, 0x1f, 0xffffffff; @!p mov.u32 %0, 99; }"
                     : "=r"(r) : "r"(lane));
        unsigned votes;
        asm volatile("{ .reg .pred q; setp.ge.u32 q, %1, 30; vote.sync.ballot.b32 %0, q, 0xffffffff; }"
                     : "=r"(votes) : "r"(lane));
        y[lane] = r;
        y[32] = votes;
    }"""
    y = np.zeros(33, np.uint32)
    run_source(tmp_path, source, [y], block=32)
    assert y.tolist() == [*range(1, 32), 99, 0xC0000000]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 %0, %0, %0;", "product of matrices by tensor cores"),
        ("mov.u32 %0, %%smid;", "the number of the multiprocessor"),
        ("@p bra L;", "'bra' (a jump)"),
        ("L: add.u32 %0, %0, 1;", "label 'L'"),
        ("add.v9.u32 %0, %0, 1;", "'add.v9.u32'"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, text: str, named: str) -> None:
    source = f'__global__ void k(unsigned *x) {{\n asm volatile("{text}" : "+r"(x[0]));\n}}'
    _, diagnostics = translate_source(tmp_path, source)
    (found,) = diagnostics.items
    assert named in found.message
    assert found.span is not None and found.span.line == 2


def test_statement() -> None:
    text = 'asm volatile ( "a %0;" "b\\n" : [ x ] "=r" ( f ( 1 , 2 ) ) , "+l" ( y ) :: "memory" ) ; rest'
    tokens = text.replace("a %0;", "a_%0;").split()
    statement = read_statement(tokens)
    assert statement is not None
    assert statement.template == "a_%0;b\n"
    assert [(o.name, o.constraint) for o in statement.operands] == [("x", "=r"), ("", "+l")]
    assert read_statement(["asm", "(", "TEXT", ")"]) is None


def test_block() -> None:
    block = read_block("{ .reg .pred p, q<2>; @!p st.global.cg.f32 [%0+4], %%f; /* c */ }", False)
    assert block.registers == {"p": "pred", "q0": "pred", "q1": "pred"}
    (store,) = block.instructions
    assert (store.opcode, store.guard, store.operands) == ("st.f32", "!p", ("[%0+4]", "%f"))
    with pytest.raises(Unreadable):
        read_block(".visible", False)
