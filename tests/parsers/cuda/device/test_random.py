"""cuRAND's device interface: known draws, jumps that agree with single steps, distributions."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from cn_migrate.parsers.cuda.translation_unit import HEADERS
from tests.parsers.cuda.device.run_source import run_source

# The first draws of subsequences 0 to 3 with seed 0, which the library's host interface interleaves; NVIDIA's
# developer forum, "XORWOW Generator Understanding in CURAND".
XORWOW = [3179217846, 3955638199, 167591721, 4161663997]
# Random123's test vectors for ten rounds of Philox 4x32 (kat_vectors).
PHILOX = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]
DEGREE = 160
# x^160 + ... : the characteristic polynomial of the shift register, by Berlekamp and Massey's algorithm.
POLYNOMIAL = 0x100000F0E0F3C0035000621210861003000060001


def test_xorwow(tmp_path: Path) -> None:
    source = """#include <curand_kernel.h>
    __global__ void k(unsigned *x) {
        curandState state;
        curand_init(0, threadIdx.x, 0, &state);
        x[threadIdx.x] = curand(&state);
    }"""
    words = np.zeros(4, np.uint32)
    run_source(tmp_path, source, [words], block=4)
    assert words.tolist() == XORWOW


def test_xorwow_offset(tmp_path: Path) -> None:
    """A jump ends where as many single draws end."""
    source = """#include <curand_kernel.h>
    __global__ void k(unsigned *x, int n) {
        curandState jumped, stepped;
        curand_init(1234567890123ull, 5, n, &jumped);
        curand_init(1234567890123ull, 5, 0, &stepped);
        for (int i = 0; i < n; i++) curand(&stepped);
        x[0] = curand(&jumped) - curand(&stepped);
        x[1] = jumped.d - stepped.d;
    }"""
    words = np.ones(2, np.uint32)
    run_source(tmp_path, source, [words, 201])
    assert words.tolist() == [0, 0]


def test_table_of_jumps() -> None:
    text = (HEADERS / "cn" / "random_xorwow_jumps.h").read_text()
    rows = [re.findall(r"0x([0-9a-f]{8})", row) for row in text.splitlines() if "0x" in row]
    table = [sum(int(word, 16) << 32 * i for i, word in enumerate(row)) for row in rows]
    power = 2
    for row in table:
        assert row == power
        power = _square(power)
    assert len(table) == 67 + 64


def _square(polynomial: int) -> int:
    wide = sum(1 << 2 * i for i in range(DEGREE) if polynomial >> i & 1)
    for i in range(2 * DEGREE, DEGREE - 1, -1):
        if wide >> i & 1:
            wide ^= POLYNOMIAL << i - DEGREE
    return wide


def test_philox(tmp_path: Path) -> None:
    source = """#include <curand_kernel.h>
    __global__ void k(const uint4 *counters, const uint2 *keys, uint4 *words, unsigned *single) {
        curandStatePhilox4_32_10_t state;
        for (int i = 0; i < 3; i++) {
            curand_init(keys[i].x | (unsigned long long)keys[i].y << 32,
                counters[i].z | (unsigned long long)counters[i].w << 32, 0, &state);
            skipahead(4ull * counters[i].x, &state);
            state.ctr = counters[i];
            skipahead(0, &state);
            words[i] = curand4(&state);
        }
        curand_init(0, 0, 2, &state);
        single[0] = curand(&state);
        single[1] = curand(&state);
        single[2] = curand4(&state).x;
    }"""
    counters = np.array([row[0] for row in PHILOX], np.uint32)
    keys = np.array([row[1] for row in PHILOX], np.uint32)
    words, single = np.zeros((3, 4), np.uint32), np.zeros(3, np.uint32)
    run_source(tmp_path, source, [counters, keys, words, single])
    assert words.tolist() == [row[2] for row in PHILOX]
    assert single[:2].tolist() == PHILOX[0][2][2:]
    assert single[2] not in PHILOX[0][2]


def test_distributions(tmp_path: Path) -> None:
    source = """#include <curand_kernel.h>
    __global__ void k(float *uniform, float *normal, unsigned *poisson, double *wide) {
        curandStatePhilox4_32_10_t state;
        curand_init(7, threadIdx.x, 0, &state);
        for (int i = threadIdx.x; i < 320; i += 32) {
            uniform[i] = curand_uniform(&state);
            normal[i] = curand_normal(&state);
            poisson[i] = curand_poisson(&state, i < 160 ? 3.0 : 200.0);
            wide[i] = curand_normal_double(&state);
        }
    }"""
    uniform, normal = np.zeros(320, np.float32), np.zeros(320, np.float32)
    poisson, wide = np.zeros(320, np.uint32), np.zeros(320)
    run_source(tmp_path, source, [uniform, normal, poisson, wide], block=32)
    assert (uniform > 0).all() and (uniform <= 1).all()
    assert abs(uniform.mean() - 0.5) < 0.06
    assert abs(normal.mean()) < 0.2 and abs(normal.std() - 1) < 0.15
    assert abs(wide.mean()) < 0.2 and abs(wide.std() - 1) < 0.15
    assert abs(poisson[:160].mean() - 3) < 0.6 and abs(poisson[160:].mean() - 200) < 5
    assert 10 < poisson[160:].std() < 18
