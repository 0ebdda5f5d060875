"""Compiler flags of nvcc, and of the gcc and clang that build beside it, as a table.

Source: NVIDIA, "CUDA Compiler Driver NVCC", chapter "NVCC Command Options".
"""

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.project.model import Settings


class Action(Enum):
    """What a flag means for a port."""

    DROP = "drop"  # no meaning outside nvcc, or none for the result
    NOTE = "note"  # dropped, and worth a word in the report
    OUTPUT = "output"
    COMPILE_ONLY = "compile only"
    INCLUDE = "include"
    SYSTEM_INCLUDE = "system include"
    FORCED_INCLUDE = "forced include"
    DEFINE = "define"
    UNDEFINE = "undefine"
    STANDARD = "standard"
    LIBRARY = "library"
    HOST = "host"  # the value is a list of flags of the host compiler
    FAST_MATH = "fast math"
    FLUSH = "flush"  # denormal numbers
    CONTRACT = "contract"  # into fused multiply-adds
    OPENMP = "openmp"
    KEEP = "keep"  # a flag of the host compiler that the port's compiler should see too
    LANGUAGE = "language"
    DEFAULT_STREAM = "default stream"


# Flags that take a value, either joined (-Ifoo, -std=c++17) or as the next argument.
WITH_VALUE: dict[str, Action] = {
    "-I": Action.INCLUDE,
    "--include-path": Action.INCLUDE,
    "-isystem": Action.SYSTEM_INCLUDE,
    "-iquote": Action.INCLUDE,
    "-idirafter": Action.SYSTEM_INCLUDE,
    "--system-include": Action.SYSTEM_INCLUDE,
    "-include": Action.FORCED_INCLUDE,
    "--pre-include": Action.FORCED_INCLUDE,
    "-D": Action.DEFINE,
    "--define-macro": Action.DEFINE,
    "-U": Action.UNDEFINE,
    "--undefine-macro": Action.UNDEFINE,
    "-std": Action.STANDARD,
    "--std": Action.STANDARD,
    "-o": Action.OUTPUT,
    "--output-file": Action.OUTPUT,
    "-l": Action.LIBRARY,
    "--library": Action.LIBRARY,
    "-Xcompiler": Action.HOST,
    "--compiler-options": Action.HOST,
    "-x": Action.LANGUAGE,
    "--x": Action.LANGUAGE,
    "-maxrregcount": Action.NOTE,
    "--maxrregcount": Action.NOTE,
    "-gencode": Action.NOTE,
    "--generate-code": Action.NOTE,
    "-arch": Action.NOTE,
    "--gpu-architecture": Action.NOTE,
    "-gpu-name": Action.NOTE,
    "--gpu-name": Action.NOTE,
    "-code": Action.NOTE,
    "--gpu-code": Action.NOTE,
    "-rdc": Action.DROP,  # the port sees all sources of a target at once
    "--relocatable-device-code": Action.DROP,
    "-ccbin": Action.DROP,
    "--compiler-bindir": Action.DROP,
    "-Xptxas": Action.DROP,
    "--ptxas-options": Action.DROP,
    "-Xnvlink": Action.DROP,
    "--nvlink-options": Action.DROP,
    "-Xfatbin": Action.DROP,
    "--fatbin-options": Action.DROP,
    "-Xlinker": Action.DROP,
    "--linker-options": Action.DROP,
    "-Xarchive": Action.DROP,
    "--archive-options": Action.DROP,
    "-L": Action.DROP,
    "--library-path": Action.DROP,
    "-cudart": Action.DROP,
    "--cudart": Action.DROP,
    "-cudadevrt": Action.DROP,
    "--cudadevrt": Action.DROP,
    "-ftz": Action.FLUSH,
    "--ftz": Action.FLUSH,
    "-prec-div": Action.NOTE,
    "--prec-div": Action.NOTE,
    "-prec-sqrt": Action.NOTE,
    "--prec-sqrt": Action.NOTE,
    "-fmad": Action.CONTRACT,
    "--fmad": Action.CONTRACT,
    "-diag-suppress": Action.DROP,
    "--diag-suppress": Action.DROP,
    "-diag-error": Action.DROP,
    "--diag-error": Action.DROP,
    "-diag-warn": Action.DROP,
    "--diag-warn": Action.DROP,
    "-Xcudafe": Action.DROP,
    "-default-stream": Action.DEFAULT_STREAM,
    "--default-stream": Action.DEFAULT_STREAM,
    "--optimize": Action.DROP,
    "--machine": Action.DROP,
    "--threads": Action.DROP,
    "-odir": Action.DROP,
    "--output-directory": Action.DROP,
    "-MF": Action.DROP,
    "-MT": Action.DROP,
    "-MQ": Action.DROP,
    "--cuda-path": Action.DROP,
    "--cuda-gpu-arch": Action.NOTE,
    "--offload-arch": Action.NOTE,
    "-isysroot": Action.DROP,
    "-target": Action.DROP,
    "-rpath": Action.DROP,
}

# Flags that stand alone.
PLAIN: dict[str, Action] = {
    "-c": Action.COMPILE_ONLY,
    "--compile": Action.COMPILE_ONLY,
    "-dc": Action.COMPILE_ONLY,
    "--device-c": Action.COMPILE_ONLY,
    "-dw": Action.COMPILE_ONLY,
    "-S": Action.COMPILE_ONLY,
    "-E": Action.COMPILE_ONLY,
    "-cuda": Action.COMPILE_ONLY,
    "--cuda": Action.COMPILE_ONLY,
    "-ptx": Action.COMPILE_ONLY,
    "--ptx": Action.COMPILE_ONLY,
    "-cubin": Action.COMPILE_ONLY,
    "--cubin": Action.COMPILE_ONLY,
    "-fatbin": Action.COMPILE_ONLY,
    "--fatbin": Action.COMPILE_ONLY,
    "-M": Action.COMPILE_ONLY,
    "-MM": Action.COMPILE_ONLY,
    "-fopenmp": Action.OPENMP,
    "-openmp": Action.OPENMP,
    "-use_fast_math": Action.FAST_MATH,
    "--use_fast_math": Action.FAST_MATH,
    "-ffast-math": Action.KEEP,
    "-fpermissive": Action.KEEP,
    "-fno-strict-aliasing": Action.KEEP,
    "-funsigned-char": Action.KEEP,
    "-fsigned-char": Action.KEEP,
    "-fwrapv": Action.KEEP,
} | dict.fromkeys(
    """
    -link --link -lib --lib -dlink --device-link -run --run -G --device-debug -g --debug -pg --profile
    -lineinfo --generate-line-info -src-in-ptx --source-in-ptx -expt-relaxed-constexpr
    --expt-relaxed-constexpr -expt-extended-lambda --expt-extended-lambda -extended-lambda
    --extended-lambda -restrict --restrict -extra-device-vectorization --extra-device-vectorization
    -dlto -lto --dlink-time-opt -keep --keep -save-temps --save-temps -clean --clean-targets -w
    --disable-warnings -Werror --Werror -v --verbose -dryrun --dryrun -res-usage --resource-usage
    -MD -MMD -MP -M -shared --shared -static -pthread -pipe -s -deviceemu -time --time
    -forward-unknown-to-host-compiler --forward-unknown-to-host-compiler -noprof -nohdrinitlist
    -forward-unknown-to-host-linker --forward-unknown-to-host-linker -no-align-double -p -rdynamic
    -split-compile -allow-unsupported-compiler --allow-unsupported-compiler -pedantic -ansi -Q
    -no-compress --no-compress -no-exceptions -lineno -qopenmp-stubs -static-libgcc -static-libstdc++
    """.split(),
    Action.DROP,
)

# Beginnings of flags of the host compiler that change neither what is parsed nor what is computed.
HOST_PREFIXES = ("-W", "-f", "-m", "-O", "-g", "-t", "-z")

# What nvcc defines where each thread has a default stream of its own; the native interface knows it too.
_PER_THREAD = "CUDA_API_PER_THREAD_DEFAULT_STREAM"

# CUDA's own run-time libraries, which a port does not need.
RUNTIME_LIBRARIES = frozenset(
    "cuda cudart cudart_static cudadevrt cutil nvrtc OpenCL nvToolsExt".split()
)

# CUDA's libraries of functions, whose calls need a port of their own.
CUDA_LIBRARIES = frozenset(
    """cublas cublasLt cufft cufftw curand cusparse cusolver nvjpeg npps nppi nppc nccl cudnn nvml
    nvidia-ml cupti nvgraph""".split()
)

SOURCE_SUFFIXES = frozenset({".cu", ".c", ".cc", ".cpp", ".cxx", ".C", ".c++"})


@dataclass(frozen=True)
class Command:
    """One compiler call, read."""

    sources: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    output: str = ""
    compile_only: bool = False
    language: str = ""
    settings: Settings = field(default_factory=Settings)


@dataclass
class _Reading:
    """What has been read so far of one command."""

    folder: Path
    diagnostics: Diagnostics
    origin: Span | None
    settings: Settings = field(default_factory=Settings)
    sources: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    output: str = ""
    compile_only: bool = False
    language: str = ""

    def add(self, **changes: object) -> None:
        self.settings |= replace(Settings(), **changes)  # type: ignore[arg-type]

    def act(self, action: Action, flag: str, value: str) -> None:
        """Do what `action` says for `flag` with `value`."""
        match action:
            case Action.INCLUDE:
                self.add(include_dirs=(_folder(self.folder, value),))
            case Action.SYSTEM_INCLUDE:
                self.add(system_include_dirs=(_folder(self.folder, value),))
            case Action.FORCED_INCLUDE:
                self.add(forced_includes=(value,))
            case Action.DEFINE:
                self.add(defines=(value,))
            case Action.UNDEFINE:
                self.add(undefines=(value,))
            case Action.STANDARD:
                self.add(**{"standard" if "++" in value else "standard_of_c": value})
            case Action.LIBRARY:
                self.library(value)
            case Action.HOST:
                self.host(value)
            case Action.FAST_MATH:
                self.add(fast_math=True)
            case Action.FLUSH:
                self.add(flush_denormals=value == "true")
            case Action.CONTRACT:
                self.add(keep_apart=value == "false")
            case Action.OPENMP:
                self.add(openmp=True)
            case Action.KEEP:
                self.add(options=(flag,))
            case Action.OUTPUT:
                self.output = value
            case Action.COMPILE_ONLY:
                self.compile_only = True
            case Action.LANGUAGE:
                self.language = value
            case Action.DEFAULT_STREAM:
                if value == "per-thread":
                    self.add(defines=(_PER_THREAD,))
            case Action.NOTE:
                self.diagnostics.report_once(
                    "flag-dropped", self.origin, flag=_spelled(flag, value)
                )
            case Action.DROP:
                pass

    def host(self, value: str) -> None:
        """Flags for the host compiler: separated by commas or spaces."""
        for flag in shlex.split(value.replace(",", " ")):
            if flag in PLAIN:
                self.act(PLAIN[flag], flag, "")
            elif (name := flag[:2]) in ("-I", "-D", "-U", "-l"):
                self.act(WITH_VALUE[name], name, flag[2:])

    def library(self, name: str) -> None:
        if name in RUNTIME_LIBRARIES or name == "gomp":
            return
        if name.removesuffix("_static") in CUDA_LIBRARIES:
            self.diagnostics.report("library", self.origin, name=name)
            return
        self.add(libraries=(name,))


def read_command(
    arguments: Sequence[str], folder: Path, diagnostics: Diagnostics, origin: Span | None = None
) -> Command:
    """Read a compiler call (without the compiler's own name); paths are relative to `folder`.

    A flag that is not known is reported and left out.
    """
    reading = _Reading(folder, diagnostics, origin)
    queue = list(arguments)
    while queue:
        argument = queue.pop(0)
        if not argument.startswith("-") or argument == "-":
            _operand(reading, argument)
            continue
        if argument in PLAIN:
            reading.act(PLAIN[argument], argument, "")
            continue
        name, value, found = _split(argument)
        if not found:
            _unknown(reading, argument)
            continue
        if value is None:
            value = queue.pop(0) if queue else ""
        reading.act(WITH_VALUE[name], name, value)
    return Command(
        tuple(reading.sources),
        tuple(reading.objects),
        reading.output,
        reading.compile_only,
        reading.language,
        reading.settings,
    )


def _split(argument: str) -> tuple[str, str | None, bool]:
    """The flag's name, its joined value (None: the next argument is the value), and whether it is known."""
    if argument in WITH_VALUE:
        return argument, None, True
    name, equals, value = argument.partition("=")
    if equals and name in WITH_VALUE:
        return name, value, True
    for short in ("-I", "-D", "-U", "-l", "-L", "-o"):
        if argument.startswith(short):
            return short, argument[2:], True
    return argument, None, False


def _operand(reading: _Reading, argument: str) -> None:
    suffix = Path(argument).suffix
    if suffix in SOURCE_SUFFIXES:
        reading.sources.append(argument)
    else:  # compilers hand whatever they do not know to the linker
        reading.objects.append(argument)


def _unknown(reading: _Reading, argument: str) -> None:
    if argument.startswith(HOST_PREFIXES):
        return
    reading.diagnostics.report_once("unknown-flag", reading.origin, flag=argument)


def _spelled(flag: str, value: str) -> str:
    return f"{flag}={value}" if value else flag


def _folder(base: Path, value: str) -> Path:
    return Path(os.path.normpath(base / posixpath.expanduser(value)))
