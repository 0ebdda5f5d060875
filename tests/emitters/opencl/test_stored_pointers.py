"""A kernel is indirect only where it can use a pointer that the host left somewhere."""

import numpy as np
import pytest

from tests.emitters.opencl.kernel_runs import port, run

NODE = "struct Node { float weight; float *coordinates; float *corners[2]; };\n"


def indirect(signature: str, body: str) -> bool:
    arguments = ", ".join(part.split()[-1].lstrip("*") for part in signature.split(","))
    source = f"""{NODE}
    __global__ void k({signature}) {{ {body} }}
    void host({signature}) {{ k<<<1, 1>>>({arguments}); }}"""
    return port(source).kernel("k").indirect


@pytest.mark.parametrize(
    ("signature", "body"),
    [
        ("Node *p, float *o", "o[0] = p[1].coordinates[0];"),
        ("Node *p, float *o", "o[0] = p[1].corners[1][0];"),
        ("Node *p, float *o", "Node n = p[1]; o[0] = n.coordinates[0];"),
        ("Node *p, float *o", "o[0] = *p[1].coordinates++;"),
        ("Node n, float *o", "o[0] = n.weight;"),
        ("float **rows, float *o", "o[0] = rows[1][0];"),
    ],
)
def test_pointers_of_the_host_are_followed(signature, body):
    assert indirect(signature, body)


@pytest.mark.parametrize(
    ("signature", "body"),
    [
        ("Node *p, float *o", "o[0] = p[1].weight;"),
        ("Node *p, float *o", "Node n; n.coordinates = o; n.coordinates[0] = p[1].weight;"),
        ("float *a, float *o", "float *ends[2]; ends[0] = a; ends[1] = o; ends[1][0] = *ends[0];"),
        ("float *a, float *o", "__shared__ float *s; s = a; __syncthreads(); o[0] = s[0];"),
    ],
)
def test_pointers_of_the_kernel_itself_are_not(signature, body):
    assert not indirect(signature, body)


def test_records_with_pointers_are_read_where_nobody_follows_them():
    ported = port(f"""{NODE}
    __global__ void k(const Node *nodes, float *weights)
    {{
        int i = threadIdx.x;
        weights[i] = nodes[i].weight * 2;
    }}
    void host(Node *n, float *w) {{ k<<<1, 5>>>(n, w); }}""")
    nodes = np.zeros((5, 8), np.float32)  # 32 bytes a node
    nodes[:, 0] = np.arange(5)
    for _, weights in run(ported, "k", 1, 5, nodes, np.zeros(5, np.float32)):
        assert list(weights) == [0, 2, 4, 6, 8]
