"""`#pragma unroll`: what reaches the device code, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.convert import inspect

KERNEL = """
#define FOUR 4
constexpr int EIGHT = 8;
template <typename T, int N> __global__ void __launch_bounds__(128) turns(T *o, int n) {
#pragma unroll N
  for (int i = 0; i < 16; i++) o[i] += 1;
#pragma unroll FOUR // by a macro
  for (int i = 0; i < 16; i++) o[i] += 2;
#pragma unroll
  for (unsigned i = 0; i < 16; i++) o[i] += 3;
#pragma unroll 1
  for (int i = 0; i < n; i++) o[i] += 4;
#pragma unroll (EIGHT)
  for (int i = 0; i < 16; i++) o[i] += 5;
#pragma unroll 2
  for (int i = 0; i < n; i++) o[i] += 6;
#pragma unroll
  while (n-- > 0) o[n] += 7;
}
void run(float *o) { turns<float, 3><<<1, 1>>>(o, 5); }
"""


def test_hints_are_kept_or_reported(tmp_path: Path) -> None:
    file = tmp_path / "turns.cu"
    file.write_text(KERNEL)
    found = inspect(file, "opencl")
    lines = [line.strip() for line in found.text.splitlines()]
    kept = [line for line in lines if line.startswith("#pragma unroll")]
    assert kept == [
        "#pragma unroll 3",
        "#pragma unroll 4",
        "#pragma unroll",
        "#pragma unroll 1",
    ]
    assert lines[lines.index("#pragma unroll 1") + 1] == "for (int i = 0; i < n; i++) {"
    said = [(i.rule, i.span.line) for i in found.diagnostics.items if i.span is not None]
    assert said == [
        ("launch-bounds", 4),
        ("loop-hint", 13),
        ("loop-hint", 16),
        ("loop-hint", 18),
    ]
