"""The C interface `cnative.h`: a program in C and C++, and every name that ported C sources may use."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cn_migrate.diagnostics import Fidelity
from cn_migrate.emitters.opencl.host import is_in_c
from cn_migrate.parsers.cuda.api import API
from cn_migrate.source.host_plan import ApiKind
from tests.opencl_drivers import drivers
from tests.runtime.test_cnative import HERE, assert_passed, run
from tests.runtime_library import FLAGS as CXX_FLAGS
from tests.runtime_library import INCLUDE

C_FLAGS = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def compile_source(compiler: str, flags: list[str], source: Path, folder: Path) -> Path:
    """One object file; fails with the compiler's messages."""
    made = folder / f"{source.stem}.o"
    command = [compiler, *flags, f"-I{INCLUDE}", "-c", str(source), "-o", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, runtime_library: Path) -> Path:
    folder = tmp_path_factory.mktemp("c_interface")
    sources = HERE / "programs" / "c_interface"
    objects = [
        compile_source("gcc", C_FLAGS, sources / "main.c", folder),
        compile_source("g++", CXX_FLAGS, sources / "kernel.cpp", folder),
        runtime_library,
    ]
    made = folder / "program"
    subprocess.run(["g++", *map(str, objects), "-o", str(made), "-ldl", "-lpthread"], check=True)
    return made


@pytest.mark.parametrize("memory", ["fine", "coarse"])
@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
def test_program(program: Path, driver, memory: str) -> None:
    assert_passed(run(program, driver, CN_MEMORY=memory))


@pytest.mark.parametrize(("compiler", "suffix"), [("gcc", ".c"), ("g++", ".cpp")])
def test_every_name_is_there(tmp_path: Path, compiler: str, suffix: str) -> None:
    rows = [row for row in API.values() if row.fidelity is not Fidelity.MANUAL]
    names = {row.op: row.kind for row in rows if not row.op.startswith("api_")}
    of = {
        kind: sorted(f"cn_{op}" for op, k in names.items() if k is kind and is_in_c(op))
        for kind in ApiKind
    }
    assert len(of[ApiKind.FUNCTION]) > 100 and len(of[ApiKind.CONSTANT]) > 350
    assert len(of[ApiKind.TYPE]) > 25
    used = [f"(void)&{name};" for name in of[ApiKind.FUNCTION] if suffix == ".c"]
    used += [f"(void){name};" for name in of[ApiKind.CONSTANT]]
    used += [f"(void)sizeof({name});" for name in of[ApiKind.TYPE]]
    source = tmp_path / f"names{suffix}"
    source.write_text(
        '#include "cnative.h"\nvoid use(void);\nvoid use(void) {' + "\n".join(used) + "}\n"
    )
    flags = C_FLAGS if suffix == ".c" else CXX_FLAGS
    compile_source(compiler, flags, source, tmp_path)
