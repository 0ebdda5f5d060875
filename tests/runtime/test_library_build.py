"""The build of the runtime library inside of a port, whose headers may be called like the system's."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import cn_migrate

RUNTIME = Path(cn_migrate.__file__).parent / "runtime"
BUILD_FILE = """\
cmake_minimum_required(VERSION 3.16)
project(port LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 17)
find_package(Threads REQUIRED)
add_subdirectory(cnative/src)
"""


def test_headers_of_the_project_stay_out_of_it(tmp_path: Path) -> None:
    shutil.copytree(RUNTIME / "include", tmp_path, dirs_exist_ok=True)
    shutil.copytree(RUNTIME / "src", tmp_path / "cnative" / "src")
    (tmp_path / "CMakeLists.txt").write_text(BUILD_FILE)
    for name in ("unistd.h", "math.h", "string.h", "stdlib.h", "time.h", "algorithm"):
        (tmp_path / name).write_text("#error the project's own header\n")
    build = tmp_path / "build"
    configure = ["cmake", "-S", tmp_path, "-B", build, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"]
    subprocess.run(configure, check=True, capture_output=True)
    commands = json.loads((build / "compile_commands.json").read_text())
    command = shlex.split(commands[0]["command"])
    done = subprocess.run(
        [*command, "-fsyntax-only"], cwd=build, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
