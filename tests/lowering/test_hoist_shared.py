"""`__shared__` variables stay where they are, or leave the statement that they stand in."""

import numpy as np

from tests.emitters.opencl.kernel_runs import port, run

SOURCE = """
__global__ void k(int *o, int n)
{
    int i = threadIdx.x;  // the thread
    __shared__ int reversed[8];  // its neighbours
    reversed[7 - i] = o[i];
    __syncthreads();
    int mine = reversed[i];
    for (int round = 0; round < n; round++) {
        __shared__ int total;
        if (i == 0) total = round;
        __syncthreads();
        mine += total;
        __syncthreads();
    }
    o[i] = mine;
}
void host(int *o) { k<<<1, 8>>>(o, 3); }"""


def test_shared_variables_run_in_their_places():
    for (o,) in run(port(SOURCE), "k", 1, 8, np.arange(8, dtype=np.int32), np.int32(3)):
        assert list(o) == [10, 9, 8, 7, 6, 5, 4, 3]


def test_shared_variables_of_the_outermost_block_keep_their_lines():
    lines = [line.strip() for line in port(SOURCE).text.splitlines()]
    first = lines.index("int i = get_local_id(0);  // the thread")
    assert lines[first + 1] == "__local int reversed[8];  // its neighbours"
    assert lines.index("__local int total;") + 1 == next(
        n for n, line in enumerate(lines) if line.startswith("for (")
    )
