"""What functions only read stays the same for all threads: nothing has to be made of such loops."""

from __future__ import annotations

import pytest

from tests.emitters.opencl.kernel_runs import port

VIEW = """
struct View {
    const int *p;
    int n;
    __device__ int get(int i) const { return p[i]; }
    __device__ int first() const { return get(0); }
    __device__ void grow(int k) { n += k; }
    __device__ View *self() { return this; }
};
__device__ int through(const View *view) { const View *other = view; return other->first(); }
"""
KERNEL = """
__global__ void k(View view, int *out) {{
    __shared__ int s[32];
    int v = {};
    for (int i = 0; i < view.n; i++) {{ s[threadIdx.x] = v; __syncthreads(); v += s[i]; __syncthreads(); }}
    out[threadIdx.x] = v;
}}
void host(View view) {{ k<<<1, 32>>>(view, nullptr); }}
"""


@pytest.mark.parametrize("use", ["view.get(threadIdx.x)", "view.first()", "through(&view)"])
def test_what_is_read_stays(use: str) -> None:
    text = port(VIEW + KERNEL.format(use)).text
    assert "for (int i = 0; i < view.n; i++)" in text and "any_of" not in text


@pytest.mark.parametrize("use", ["(view.grow(threadIdx.x), 1)", "view.self()->n++"])
def test_what_is_changed_or_kept_does_not(use: str) -> None:
    assert "any_of" in port(VIEW + KERNEL.format(use)).text
