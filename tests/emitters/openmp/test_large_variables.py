"""Variables of which the threads of a block have more than fits on a processor's stack."""

from __future__ import annotations

import numpy as np

from cn_migrate.emitters.llvm import PROCESSOR, emit
from cn_migrate.lowering.pipeline import lower
from cn_migrate.lowering.target import PROCESSOR as PROCESSOR_TARGET
from tests.emitters.openmp import native

THREADS, PLACES = 256, 32768
SOURCE = """
struct Pair { int a[200]; };
__global__ void large(const int *in, int *out, int n)
{
    unsigned char seen[32768];
    Pair few;
    int i = threadIdx.x;
    for (int k = 0; k < 32768; k++) seen[k] = 0;
    for (int k = 0; k < n; k++) seen[(in[k] * (i + 1)) & 32767] = k;
    few.a[i % 200] = in[i % n];
    __shared__ int last;
    if (i == 0) last = n - 1;
    __syncthreads();
    out[blockIdx.x * blockDim.x + i] = seen[(in[last] * (i + 1)) & 32767] + few.a[i % 200];
}
void host() { large<<<1, 1>>>(nullptr, nullptr, 0); }
"""


def test_they_are_not_on_the_stack() -> None:
    numbers = np.arange(40, dtype=np.int32) * 7919 + 3
    want = []
    for i in range(THREADS):
        seen = np.zeros(PLACES, np.int64)
        for k, number in enumerate(numbers):
            seen[(int(number) * (i + 1)) & (PLACES - 1)] = k
        want.append(seen[(int(numbers[-1]) * (i + 1)) & (PLACES - 1)] + numbers[i % 40])
    given = (numbers, np.zeros(3 * THREADS, np.int32), np.int32(len(numbers)))
    _, got = native.run(native.port(SOURCE), "large", (3,), (THREADS,), *given)
    assert got.tolist() == want * 3


def test_machine_code_has_none_of_them() -> None:
    unit, diagnostics = native.parse(SOURCE)
    lower(unit.module, diagnostics, PROCESSOR_TARGET)
    assert not emit(unit.module, PROCESSOR, diagnostics).kernels
    (refused,) = (item for item in diagnostics.items if "more than 2 MiB" in item.message)
    assert refused.span is not None and refused.span.line == 5
