"""Which variables become values, and what the others are then."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.lowering.call_graph import functions
from tests.lowering.normal_form import names_of, normal, ops_of

PROMOTED = {
    "scalars": "int x = n; x += 2; x++; *o = x;",
    "pointers": "int *p = o + n; p += 1; p--; *p++ = 1; *p = 2;",
    "vectors": "int2 v = make_int2(n, 1); v.x += v.y; *o = v.x;",
    "records": "P p; p.v.y = n; P q = p; q.v.x = q.v.y * 2; *o = q.v.x + p.v.y;",
    "what a pointer leads to": "int x = n; int *p = &x; *p = 2; *o = x;",
    "what only one branch writes": "int x; if (n) x = 1; *o = x;",
}
KEPT = {
    "an array": ("int a[2]; a[n] = 1; *o = a[0];", "a"),
    "an address in a call": ("int x = n; set(x); *o = x;", "x"),
    "addresses to choose from": (
        "int x = n, y = 1; int *p = n ? &x : &y; *p = 2; *o = x + y;",
        "x y",
    ),
    "a volatile": ("volatile int x = n; *o = x;", "x"),
    "a union": ("U u; u.f = 1; *o = u.i;", "u"),
    "an array in a record": ("A a; a.v[n] = 1; *o = a.v[0];", "a"),
}
DECLARATIONS = """
struct P { int2 v; }; struct A { int v[2]; }; union U { int i; float f; };
__device__ void set(int &x) { x = 3; }
"""


def kernel(folder: Path, body: str) -> ir.Module:
    return normal(folder, f"{DECLARATIONS}__global__ void k(int *o, int n) {{ {body} }}")


@pytest.mark.parametrize("name", PROMOTED)
def test_promoted(name: str, tmp_path: Path) -> None:
    names = names_of(kernel(tmp_path, PROMOTED[name]))
    assert not {"cnative.slot", "cnative.update", "cnative.member"} & set(names)


@pytest.mark.parametrize("name", KEPT)
def test_kept(name: str, tmp_path: Path) -> None:
    body, variable = KEPT[name]
    slots = [op for op in ops_of(kernel(tmp_path, body)) if isinstance(op, m.SlotOp)]
    assert [slot.name.value for slot in slots] == variable.split()


def test_kept_variables_stand_in_the_entry_block_without_a_value(tmp_path: Path) -> None:
    module = kernel(tmp_path, "for (int i = 0; i < n; i++) { int a[2] = {i, 1}; *o += a[i & 1]; }")
    entry = functions(module)["k"].entry_block
    (slot,) = [op for op in ops_of(module) if isinstance(op, m.SlotOp)]
    assert ir.InsertionPoint(slot).block == entry and slot.init is None
    stores = [use.owner for use in slot.result.uses if isinstance(use.owner, m.StoreOp)]
    assert len(stores) == 1 and ir.InsertionPoint(stores[0]).block != entry


def test_arguments_stand_only_where_values_meet(tmp_path: Path) -> None:
    module = kernel(
        tmp_path,
        """
        int unused = 1, same = n, s = 0;
        for (int i = 0; i < n; i++) { int own = i * same; s += own; unused = own; }
        if (s > 9) s = 9;
        *o = s;""",
    )
    blocks = functions(module)["k"].body.blocks
    assert [len(block.arguments) for block in blocks if len(block.arguments)] == [2, 2, 1]


def test_a_variable_without_value_is_undefined_once(tmp_path: Path) -> None:
    names = Counter(names_of(kernel(tmp_path, "int x; if (n) x = 1; if (n > 2) x = 2; *o = x;")))
    assert names["cnative.undef"] == 1


def test_what_control_cannot_reach_is_gone(tmp_path: Path) -> None:
    body = "for (;;) { if (n) { *o = 1; return; *o = 2; } break; *o = 3; } *o = 4; return; *o = 5;"
    names = Counter(names_of(kernel(tmp_path, body)))
    assert names["cnative.store"] == 2 and names["cnative.return"] == 2


def test_unroll_counts_stand_at_the_branch_that_closes_the_loop(tmp_path: Path) -> None:
    module = kernel(tmp_path, "\n#pragma unroll 4\nfor (int i = 0; i < n; i++) *o += i;\n")
    (branch,) = [op for op in ops_of(module) if "cnative.unroll" in op.attributes]
    assert branch.operation.name == "cf.br" and branch.attributes["cnative.unroll"].value == 4
