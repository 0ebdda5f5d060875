"""The header for kernels on the CPU has every function that printed kernels may call."""

from __future__ import annotations

import re

from cn_migrate.emitters.opencl.math_spellings import SPELLINGS
from cn_migrate.emitters.opencl.prelude import HELPERS
from tests.emitters.openmp.native import INCLUDE

# What the printers of C++ spell otherwise: atomics, warps, the clock, fences.
OTHERWISE = re.compile(r"cn_(atomic|shuffle|ballot|any_of|warp|thread|rows|clock|fence)|CN_WARPS")


def test_helpers_are_there() -> None:
    text = (INCLUDE / "cnative" / "openmp.hpp").read_text()
    known = set(re.findall(r"cn_\w+?(?=\(|##)", text))
    missing = [
        name
        for name in HELPERS
        if not OTHERWISE.match(name)
        and name not in known
        and f"{name.rpartition('_')[0]}_" not in known
    ]
    assert not missing


def test_functions_are_there() -> None:
    text = (INCLUDE / "cnative" / "openmp.hpp").read_text()
    called = {m for row in SPELLINGS.values() for m in re.findall(r"([a-z]\w*)\(", row.text)}
    missing = [
        name for name in called if not re.search(rf"\b{name}\(|CN_[A-Z_12]+\({name}[,)]", text)
    ]
    assert not missing
