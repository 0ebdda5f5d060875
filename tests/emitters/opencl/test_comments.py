"""Comments come out where the user wrote them."""

from tests.emitters.opencl.kernel_runs import port

SOURCE = """
// Adds.
__global__ void k(int n,  // how many
                  const float *in,  // from here
                  float *out)  // to there
{
    // the thread
    int i = threadIdx.x;
    if (i < n) out[i] += in[i];  // one each
}
void host(float *o) { k<<<1, 1>>>(1, o, o); }"""

EXPECTED = """\
// Adds.
__kernel void k(
    int n,  // how many
    __global const float *in,  // from here
    __global float *out)  // to there
{
    // the thread
    int i = get_local_id(0);
"""


def test_parameters_keep_their_comments():
    assert EXPECTED in port(SOURCE).text
