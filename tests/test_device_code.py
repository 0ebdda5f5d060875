"""The forms of a unit's device code: what a native port has of each kernel, and what it says where one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.convert import convert_unit
from cn_migrate.device_code import FORMS
from cn_migrate.diagnostics import Diagnostics, Fidelity
from cn_migrate.project import discover
from cn_migrate.project.converted import ConvertedUnit

SCALE = """
__device__ unsigned calls, rounds;
__global__ void scale(float* x, float by) {
    if (clock64() == 0) x[0] = 0;
    x[threadIdx.x] *= by;
    atomicAdd(&rounds, 1u);
    atomicAdd(&calls, 2u);
}
int main() { scale<<<1, 32>>>(nullptr, 2.f); }
"""
# Pointers in records that the host passes point to memory that all see: OpenCL C has no place for the other one.
TWO_MEMORIES = """
struct View { float* data; int count; };
__device__ float first(View v) { return v.count > 0 ? v.data[0] : 0; }
__global__ void mixed(float* out, View given) {
    __shared__ float own[32];
    own[threadIdx.x] = threadIdx.x;
    __syncthreads();
    View local;
    local.data = own;
    local.count = 32;
    out[threadIdx.x] = first(local) + first(given);
}
int main() { mixed<<<1, 32>>>(nullptr, View{}); }
"""


def converted(folder: Path, text: str, target: str) -> ConvertedUnit:
    source = folder / "a.cu"
    source.write_text(text)
    project = discover(source, Diagnostics())
    return convert_unit(project.units[0], project, target)


def test_each_form_is_a_target_of_its_own_but_one() -> None:
    assert {forms for forms in FORMS.values() if len(forms) == 1} == {("opencl",), ("openmp",)}
    assert FORMS["native"] == ("opencl", "openmp")


@pytest.mark.parametrize(
    ("target", "files"),
    [
        ("opencl", {"a.cl", "a.kernels.hpp"}),
        ("openmp", {"a.kernels.cpp", "a.kernels.hpp"}),
        ("native", {"a.cl", "a.kernels.cpp", "a.kernels.hpp"}),
    ],
)
def test_the_files_of_a_target(tmp_path: Path, target: str, files: set[str]) -> None:
    assert set(converted(tmp_path, SCALE, target).generated) == files


def test_a_kernel_is_registered_once_with_both_forms(tmp_path: Path) -> None:
    made = converted(tmp_path, SCALE, "native").generated["a.kernels.hpp"].decode()
    assert made.count("kernel_entry cn_kernel_") == made.count("cpu_kernel cn_cpu_") == 1
    assert 'cn_module{"a.cl", cn_a_cl, sizeof cn_a_cl, ""}' in made
    assert 'cn_cpu_0{cn_module, "scale", cn_start_a_cu_scale}' in made


def test_both_forms_take_the_variables_in_one_order(tmp_path: Path) -> None:
    """OpenCL's form also takes the variable that its clock counts in."""
    made = {
        name: text.decode() for name, text in converted(tmp_path, SCALE, "native").generated.items()
    }
    passed = made["a.kernels.hpp"].partition("{&")[2].partition("}")[0].replace("&", "").split(", ")
    assert len(passed) == 3
    start = made["a.kernels.cpp"].partition('extern "C"')[2]
    kernel = made["a.kernels.cpp"].partition("void scale(")[2].partition("{")[0]
    own = sorted(("calls", "rounds"), key=kernel.index)
    values = [f"arguments[{2 + passed.index(name)}]" for name in own]
    assert values[0] in start.partition(values[1])[0], "the kernel gets them in its own order"


def test_what_one_form_lacks_is_a_difference(tmp_path: Path) -> None:
    made = converted(tmp_path, TWO_MEMORIES, "native")
    (found,) = [item for item in made.diagnostics if item.rule == "one-form"]
    assert found.fidelity is Fidelity.WEAKENED
    assert "on the machine's own processors only" in found.message
    assert [kernel.fidelity for kernel in made.kernels] == [Fidelity.EXACT]


def test_what_both_forms_lack_is_hand_work(tmp_path: Path) -> None:
    text = "__global__ void k() { k<<<1, 1>>>(); }\nint main() { k<<<1, 1>>>(); }\n"
    made = converted(tmp_path, text, "native")
    assert [item.rule for item in made.diagnostics] == ["device-launch"]
    assert not made.generated
