"""Cooperative groups: each kernel runs in the interpreter and is compared with what the manual says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source, translate_source

HEAD = """
#include <cooperative_groups.h>
#include <cooperative_groups/memcpy_async.h>
#include <cooperative_groups/reduce.h>
#include <cooperative_groups/scan.h>
namespace cg = cooperative_groups;
"""
TILE = "auto tile = cg::tiled_partition<8>(cg::this_thread_block());"
ODD = "if (i % 2 == 1) { auto odd = cg::coalesced_threads();"

CASES: dict[
    str, tuple[str, int, Callable[[int], int]]
] = {  # name: (body with the thread's number i, block size, expected o[i])
    "block": (
        "auto b = cg::this_thread_block(); b.sync(); cg::sync(b);"
        "o[i] = b.size() + b.thread_rank() + b.group_dim().x + b.thread_index().x + b.is_valid();",
        64,
        lambda i: 129 + 2 * i,
    ),
    "grid": (
        "auto g = cg::this_grid(); o[i] = g.thread_rank() + g.size() + g.num_blocks() + g.block_rank();",
        32,
        lambda i: i + 33,
    ),
    "tile_ranks": (
        TILE + "o[i] = tile.thread_rank() + 100 * tile.meta_group_rank() + 10000 * "
        "(tile.size() + tile.meta_group_size());",
        32,
        lambda i: i % 8 + 100 * (i // 8) + 120000,
    ),
    "tile_shfl": (TILE + "o[i] = tile.shfl(i, 9);", 32, lambda i: i // 8 * 8 + 1),
    "tile_shfl_up": (TILE + "o[i] = tile.shfl_up(i, 3);", 32, lambda i: i if i % 8 < 3 else i - 3),
    "tile_shfl_down": (
        TILE + "o[i] = tile.shfl_down(i, 3);",
        32,
        lambda i: i if i % 8 > 4 else i + 3,
    ),
    "tile_shfl_xor": (TILE + "o[i] = tile.shfl_xor(i, 5);", 32, lambda i: i ^ 5),
    "tile_shfl_record": (
        "struct Pair { double a; char b; };"
        + TILE
        + "Pair p = {i + 0.5, (char)i}; p = tile.shfl(p, 2); o[i] = p.a * 2 + p.b;",
        16,
        lambda i: (i // 8 * 8 + 2) * 3 + 1,
    ),
    "tile_shfl_small": (
        TILE + "o[i] = tile.shfl((unsigned char)(250 + i), 7) + tile.shfl(i % 8 == 0, 0);",
        8,
        lambda i: 257 % 256 + 1,
    ),
    "tile_votes": (
        TILE + "o[i] = tile.ballot(i % 3 == 0) * 4 + tile.any(i == 9) * 2 + tile.all(i < 8);",
        16,
        lambda i: (0b01001001 if i < 8 else 0b10010010) * 4 + (1 if i < 8 else 2),
    ),
    "tile_match": (
        TILE + "int all; o[i] = tile.match_any(i % 2) * 1000 + tile.match_all(i / 8, all) + all;",
        16,
        lambda i: (0xAA if i % 2 else 0x55) * 1000 + 0xFF + 1,
    ),
    "tile_of_tile": (
        TILE + "auto inner = cg::tiled_partition<2>(tile); inner.sync();"
        "o[i] = inner.meta_group_rank() * 10 + inner.meta_group_size() + 100 * inner.shfl(i, 1);",
        16,
        lambda i: i % 8 // 2 * 10 + 4 + 100 * (i | 1),
    ),
    "tile_forgets_parent": (
        "cg::thread_block_tile<4> tile = cg::tiled_partition<4>(cg::this_thread_block());"
        "o[i] = tile.meta_group_rank();",
        16,
        lambda i: i // 4,
    ),
    "tile_32_partial_warp": (
        "auto tile = cg::tiled_partition<32>(cg::this_thread_block());"
        "o[i] = tile.ballot(1) == (i < 32 ? 0xffffffffu : 0xffu);",
        40,
        lambda i: 1,
    ),
    "reduce": (
        TILE + "o[i] = cg::reduce(tile, i, cg::plus<int>());",
        16,
        lambda i: 28 + i // 8 * 64,
    ),
    "reduce_less": (TILE + "o[i] = cg::reduce(tile, 50 - i, cg::less<int>());", 8, lambda i: 43),
    "reduce_greater": (
        TILE + "o[i] = (int)cg::reduce(tile, i * 0.5f, cg::greater<float>());",
        16,
        lambda i: 3 + 4 * (i // 8),
    ),
    "reduce_bits": (
        TILE
        + "o[i] = cg::reduce(tile, 1 << i, cg::bit_or<int>()) + cg::reduce(tile, i, cg::bit_xor<int>())"
        " + cg::reduce(tile, i | 16, cg::bit_and<int>());",
        8,
        lambda i: 255 + 0 + 16,
    ),
    "reduce_functor": (
        "struct Last { __device__ int operator()(int a, int b) const { return a > b ? a : b; } };"
        + TILE
        + "o[i] = cg::reduce(tile, i, Last());",
        16,
        lambda i: i // 8 * 8 + 7,
    ),
    "reduce_odd": (
        "o[i] = 0;" + ODD + "o[i] = cg::reduce(odd, i, cg::plus<int>()); }",
        20,
        lambda i: 100 if i % 2 else 0,
    ),
    "coalesced": (
        "o[i] = 0;"
        + ODD
        + "o[i] = odd.thread_rank() + 100 * odd.size() + 10000 * odd.shfl(i, 3); }",
        16,
        lambda i: i // 2 + 800 + 70000 if i % 2 else 0,
    ),
    "coalesced_shifts": (
        "o[i] = 0;" + ODD + "o[i] = odd.shfl_up(i, 1) * 100 + odd.shfl_down(i, 2); odd.sync(); }",
        10,
        lambda i: max(i - 2, 1) * 100 + (i + 4 if i < 6 else i) if i % 2 else 0,
    ),
    "coalesced_votes": (
        "o[i] = 0;"
        + ODD
        + "o[i] = odd.ballot(i % 3 == 0) * 4 + odd.any(i == 3) * 2 + odd.all(i % 2); }",
        16,
        lambda i: 0b10010010 * 4 + 3 if i % 2 else 0,
    ),
    "coalesced_tiles": (
        "o[i] = 0;"
        + ODD
        + "auto t = cg::tiled_partition(odd, 3); o[i] = t.size() * 100 + t.meta_group_rank() * 10 + t.thread_rank(); }",
        16,
        lambda i: (2 if i > 11 else 3) * 100 + i // 6 * 10 + i % 6 // 2 if i % 2 else 0,
    ),
    "binary_partition": (
        "auto tile = cg::tiled_partition<32>(cg::this_thread_block());"
        "auto part = cg::binary_partition(tile, i % 3 == 0); o[i] = part.size() * 100 + part.thread_rank();",
        32,
        lambda i: 1100 + i // 3 if i % 3 == 0 else 2100 + i - i // 3 - 1,
    ),
    "labeled_partition": (
        "auto tile = cg::tiled_partition<32>(cg::this_thread_block());"
        "auto part = cg::labeled_partition(tile, i % 3);"
        "o[i] = cg::reduce(part, 1, cg::plus<int>()) + 100 * part.meta_group_rank() + 1000 * part.meta_group_size();",
        32,
        lambda i: (11 if i % 3 < 2 else 10) + 100 * (i % 3) + 3000,
    ),
    "inclusive_scan": (
        TILE + "o[i] = cg::inclusive_scan(tile, 2);",
        16,
        lambda i: 2 * (i % 8) + 2,
    ),
    "exclusive_scan": (
        TILE + "o[i] = cg::exclusive_scan(tile, i + 1, cg::plus<int>());",
        8,
        lambda i: i * (i + 1) // 2,
    ),
    "exclusive_scan_less": (
        TILE + "o[i] = cg::exclusive_scan(tile, 10 - i, cg::less<int>());",
        8,
        lambda i: 11 - i if i else 2**31 - 1,
    ),
    "scan_odd": (
        "o[i] = 0;" + ODD + "o[i] = cg::inclusive_scan(odd, i, cg::greater<int>()); }",
        10,
        lambda i: i if i % 2 else 0,
    ),
    "thread_group": (
        "cg::thread_group g = cg::this_thread_block(); int n = g.size();"
        "g = cg::tiled_partition(g, 4); g.sync(); o[i] = n * 100 + g.size() * 10 + g.thread_rank();",
        16,
        lambda i: 1640 + i % 4,
    ),
    "copy": (
        "__shared__ int t[24]; auto b = cg::this_thread_block();"
        "if (i < 16) { o[i] = 7 * i; } b.sync(); cg::memcpy_async(b, t, o, sizeof(int) * 16); cg::wait(b);"
        "o[i] = t[15 - i];",
        16,
        lambda i: 7 * (15 - i),
    ),
    "invoke_one": (
        "struct Put { __device__ void operator()(int *o, int i) const { *o = i; } };"
        + TILE
        + "o[i] = 2; cg::invoke_one(tile, Put(), o + i, 1);",
        16,
        lambda i: 1 if i % 8 == 0 else 2,
    ),
    "invoke_one_broadcast": (
        "struct Next { __device__ int operator()(int i) const { return i + 1; } };"
        + TILE
        + "o[i] = cg::invoke_one_broadcast(tile, Next(), i);",
        16,
        lambda i: i // 8 * 8 + 1,
    ),
    "split_barrier": (
        "__shared__ int t[8]; auto b = cg::this_thread_block(); t[i] = i;"
        "b.barrier_wait(b.barrier_arrive()); o[i] = t[7 - i];",
        8,
        lambda i: 7 - i,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_group(name: str, tmp_path: Path) -> None:
    body, block, expected = CASES[name]
    kernel = f"__global__ void kernel(int *o) {{ int i = threadIdx.x; {body} }}"
    source = f"{HEAD}{kernel}\nint main() {{ int *o = 0; kernel<<<1, 8>>>(o); }}"
    out = np.zeros(block, np.int32)
    run_source(tmp_path, source, [out], block=block)
    assert out.tolist() == [expected(i) for i in range(block)]


def test_groups_as_parameters(tmp_path: Path) -> None:
    source = f"""{HEAD}
    __device__ int of_group(cg::thread_group g, int *t, int v) {{
        int rank = g.thread_rank();
        for (int i = g.size() / 2; i > 0; i /= 2) {{
            t[rank] = v; g.sync(); if (rank < i) v += t[rank + i]; g.sync();
        }}
        return v;
    }}
    template <class G> __device__ int of_any(const G &g, int v) {{ return cg::reduce(g, v, cg::plus<int>()); }}
    __global__ void kernel(int *o) {{
        __shared__ int t[32];
        cg::thread_block block = cg::this_thread_block();
        cg::thread_block_tile<16> tile = cg::tiled_partition<16>(block);
        int all = of_group(block, t, 1);
        int part = of_group(tile, t + block.thread_rank() / 16 * 16, 1);
        o[threadIdx.x] = all * 10000 + part * 100 + of_any(tile, 1);
    }}
    int main() {{ int *o = 0; kernel<<<1, 8>>>(o); }}"""
    out = np.zeros(32, np.int32)
    run_source(tmp_path, source, [out], block=32)
    assert out[0] == 321616
    assert (out % 100 == 16).all()


LARGE = "auto tile = cg::tiled_partition<64>(cg::this_thread_block()); const int i = threadIdx.x;"
LARGE_TILES: dict[str, tuple[str, Callable[[int], int]]] = {  # name: (body, expected o[i] of 128)
    "sync": (
        "__shared__ int s[128]; s[i] = i; tile.sync(); o[i] = s[i ^ 63] + tile.thread_rank();",
        lambda i: (i ^ 63) + i % 64,
    ),
    "reduce": ("o[i] = cg::reduce(tile, i, cg::plus<int>());", lambda i: 2016 + i // 64 * 4096),
    "scan": (
        "o[i] = cg::inclusive_scan(tile, 1) + 100 * tile.meta_group_rank();",
        lambda i: i % 64 + 1 + i // 64 * 100,
    ),
    "votes": ("o[i] = tile.any(i == 70) * 2 + tile.all(i < 64);", lambda i: 2 if i > 63 else 1),
}


@pytest.mark.parametrize("name", LARGE_TILES)
def test_tile_of_several_warps(name: str, tmp_path: Path) -> None:
    body, expected = LARGE_TILES[name]
    source = (
        f"{HEAD}__global__ void kernel(int *o) {{ {LARGE} {body} }}\n"
        "int main() { int *o = 0; kernel<<<1, 128>>>(o); }"
    )
    out = np.zeros(128, np.int32)
    run_source(tmp_path, source, [out], block=128)
    assert out.tolist() == [expected(i) for i in range(128)]


def test_barrier_of_a_grid(tmp_path: Path) -> None:
    source = f"""{HEAD}
    __global__ void kernel(int *a, int *b) {{
        auto grid = cg::this_grid();
        const int i = grid.thread_rank(), n = grid.size();
        for (int round = 0; round < 3; round++) {{
            a[i] = b[i] + i;
            grid.sync();
            b[i] = a[n - 1 - i];
            grid.sync();
        }}
    }}
    int main() {{ int *a = 0; kernel<<<4, 8>>>(a, a); }}"""
    a, b = np.zeros(32, np.int32), np.zeros(32, np.int32)
    run_source(tmp_path, source, [a, b], block=8, grid=4)
    rank = np.arange(32)
    expected = np.zeros(32, np.int32)
    for _ in range(3):
        expected = (expected + rank)[::-1]
    assert b.tolist() == expected.tolist()


def test_barrier_that_opencl_has_not(tmp_path: Path) -> None:
    source = (
        f"{HEAD}__global__ void kernel() {{ cg::this_multi_grid().sync(); }}\n"
        "int main() { kernel<<<1, 8>>>(); }"
    )
    code, diagnostics = translate_source(tmp_path, source)
    (found,) = [d for d in diagnostics.items if d.rule == "group-barrier"]
    assert "'multi_grid_group::sync'" in found.message
    assert code.failed == {"kernel"}
