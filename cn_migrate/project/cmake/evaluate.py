"""What a CMakeLists.txt says about targets: variables, conditions, loops and sub-folders followed.

Nothing is run, so what a condition asks of the machine is answered for Linux with a CUDA compiler found, and a
switch for CUDA is on.  Functions, macros and modules of the project are entered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.cmake.commands import ACTIONS, QUIET
from cn_migrate.project.cmake.folder import Folder
from cn_migrate.project.cmake.syntax import Command
from cn_migrate.project.cmake.target import CMakeTarget

_MACHINE = {
    "UNIX": "1",
    "LINUX": "1",
    "CMAKE_SYSTEM_NAME": "Linux",
    "CMAKE_SYSTEM_PROCESSOR": "x86_64",
    "CMAKE_CUDA_COMPILER": "nvcc",
    "CMAKE_CUDA_COMPILER_VERSION": "12.4",
    "CMAKE_CXX_COMPILER_ID": "GNU",
    "CMAKE_CUDA_COMPILER_ID": "NVIDIA",
    "CMAKE_BUILD_TYPE": "Release",
    "CMAKE_VERSION": "3.30",
    "CMAKE_SIZEOF_VOID_P": "8",
    "CUDA_FOUND": "TRUE",
    "CUDAToolkit_FOUND": "TRUE",
    "CUDAToolkit_VERSION": "12.4",
    "CUDA_VERSION": "12.4",
    "OpenMP_CXX_FOUND": "TRUE",
    "OpenMP_FOUND": "TRUE",
    "Threads_FOUND": "TRUE",
}


@dataclass
class Evaluation:
    """Evaluates the CMake files of a project; `targets` is the result."""

    root: Path
    diagnostics: Diagnostics
    targets: dict[str, CMakeTarget] = field(default_factory=dict)
    functions: dict[str, Command] = field(default_factory=dict)  # and macros, by lower-case name
    cuda_sources: set[str] = field(default_factory=set)  # whose language a property sets to CUDA

    def run(self, path: Path) -> None:
        """Evaluate the CMakeLists.txt at `path`, and those of the sub-folders that it adds."""
        Folder(self, path, dict(_MACHINE), []).run()

    def act(self, folder: Folder, command: Command) -> None:
        """Do what one command says; one that nobody knows is reported."""
        if action := ACTIONS.get(command.name):
            action(folder, folder.words(command.arguments), command)
        elif command.name not in QUIET:
            self.diagnostics.report("build-construct", folder.span(command), construct=command.name)
