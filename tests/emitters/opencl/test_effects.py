"""What folds into an expression, and what becomes a temporary."""

from tests.emitters.opencl.kernel_runs import port

DEVICE = """
__device__ int bump(int *p) { return ++*p; }
__device__ int twice(int x) { return 2 * x; }
__global__ void k(int *o, int n) { %s }
void host(int *o) { k<<<1, 1>>>(o, 1); }
"""


def body(statements: str) -> str:
    text = port(DEVICE % statements).text
    return text[text.index("__kernel") :]


def test_a_call_that_changes_nothing_folds():
    assert "o[0] = o[1] + twice(o[2]);" in body("o[0] = o[1] + twice(o[2]);")


def test_a_load_is_kept_before_a_call_that_may_write():
    text = body("o[0] = o[1] + bump(o);")
    assert "int tmp = o[1];" in text and "o[0] = tmp + bump(o);" in text


def test_a_variable_that_nobody_else_sees_is_not_disturbed():
    assert "o[0] = n + bump(o);" in body("o[0] = n + bump(o);")


def test_in_a_condition_the_order_is_kept_with_commas():
    assert "while ((tmp = o[1], tmp + bump(o) < 5)) {" in body(
        "while (o[1] + bump(o) < 5) o[2] += 1;"
    )
