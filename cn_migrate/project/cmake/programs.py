"""The programs that a CMakeLists.txt builds."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.cmake.evaluate import Evaluation
from cn_migrate.project.cmake.target import CMakeTarget
from cn_migrate.project.commands import language_of
from cn_migrate.project.model import Compilation, Program, Settings
from cn_migrate.project.nvcc_flags import (
    CUDA_LIBRARIES,
    RUNTIME_LIBRARIES,
    SOURCE_SUFFIXES,
    read_command,
)
from cn_migrate.source import Language


def programs_of_cmake(path: Path, root: Path, diagnostics: Diagnostics) -> list[Program]:
    """The executables and libraries that the CMakeLists.txt at `path` describes."""
    evaluation = Evaluation(root, diagnostics)
    evaluation.run(path)
    targets = evaluation.targets.values()
    return [_program(target, evaluation, diagnostics) for target in targets if target.sources]


def _program(target: CMakeTarget, evaluation: Evaluation, diagnostics: Diagnostics) -> Program:
    targets = evaluation.targets
    inherited = [flag for name in _linked(target, targets) for flag in targets[name].public_flags]
    flags = [*target.flags, *inherited, *_library_flags(target, targets, diagnostics)]
    settings = read_command(flags, target.folder, diagnostics, target.origin).settings
    compilations: list[Compilation] = []
    for source in target.sources:
        file = Path(source)
        if file.suffix not in SOURCE_SUFFIXES:
            continue
        if file.is_file():
            language = Language.CUDA if source in evaluation.cuda_sources else language_of(file)
            compilations.append(Compilation(file, settings, language, target.origin))
        else:
            diagnostics.report("missing-source", target.origin, name=file.name)
    link = Settings(openmp=settings.openmp, options=settings.options, libraries=settings.libraries)
    own = tuple(dict.fromkeys(name for name in target.links if name in targets))
    data = tuple(dict.fromkeys(target.data))
    return Program(target.name, tuple(compilations), link, target.executable, own, data)


def _linked(target: CMakeTarget, targets: dict[str, CMakeTarget]) -> list[str]:
    """The project's own libraries that a target links, also through others."""
    found = [name for name in target.links if name in targets]
    for name in found:
        found += [n for n in targets[name].links if n in targets and n not in found]
    return found


def _library_flags(
    target: CMakeTarget, targets: dict[str, CMakeTarget], diagnostics: Diagnostics
) -> list[str]:
    """The libraries of others that a target links, as flags."""
    flags: list[str] = []
    for name in target.links:
        owner, _, library = name.rpartition("::")
        if name in targets or not name or name.startswith(("$", "-Wl")):
            continue
        if owner in ("CUDA", "CUDAToolkit") or (not owner and name in RUNTIME_LIBRARIES):
            if library in CUDA_LIBRARIES or library.removesuffix("_static") in CUDA_LIBRARIES:
                diagnostics.report("library", target.origin, name=library)
        elif owner == "OpenMP":
            flags.append("-fopenmp")
        elif owner == "Threads":
            continue
        elif owner:
            diagnostics.report("build-construct", target.origin, construct=name)
        else:
            flags.append(name if name.startswith("-") else f"-l{name}")
    return flags
