"""The whole way of a port: discover, stage, convert each unit, merge, write, report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from cn_migrate import __version__
from cn_migrate.convert import convert_unit
from cn_migrate.device_code import FORMS
from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.emitters import cmake
from cn_migrate.pool import Convert, convert_all
from cn_migrate.project import Project, ProjectError, discover
from cn_migrate.project.allowances import accept
from cn_migrate.project.compile_commands import database_of
from cn_migrate.project.converted import Merged, merge
from cn_migrate.project.merge_edits import carry_over
from cn_migrate.project.output import REPORT_NAME, Output, check_output, default_output
from cn_migrate.project.stage import stage
from cn_migrate.project.state import STATE_NAME, State, StateError
from cn_migrate.report.markdown import markdown
from cn_migrate.report.model import Report, make_report
from cn_migrate.source import Language, apply_edits

CMAKE_LISTS = "CMakeLists.txt"
# The part of the native interface that only C sources need.
C_INTERFACE = frozenset({"cnative.h", "cnative/c", "cnative/src/c_interface.cpp"})
TARGETS = tuple(FORMS)
_BACK_ENDS = {"opencl": "opencl", "openmp": "cpu"}  # the drivers that kernels of a form are for


@dataclass(frozen=True)
class Request:
    """What a user asks for; an `out` of None means the default place, `jobs` of 0 one for each processor."""

    project: Path
    target: str = "opencl"
    out: Path | None = None
    force: bool = False
    extra_arguments: Sequence[str] = ()
    jobs: int = 0
    without: Sequence[str] = ()  # of `project.optimisations`


@dataclass(frozen=True)
class Port:
    """A finished port: where it lies, its report, and the project as it was found."""

    out: Path
    report: Report
    project: Project


@dataclass
class Progress:
    """Told of what is going on; the command line draws it."""

    discovered: Callable[[Project], None] = field(default=lambda _project: None)
    converted: Callable[[str], None] = field(default=lambda _name: None)


def port(request: Request, progress: Progress, convert: Convert | None = None) -> Port:
    """Port a project; the input is only read, and the output appears when it is complete.

    Raises ProjectError where the input or output cannot be used as asked.
    """
    out = request.out or default_output(request.project, request.target, Path.cwd())
    diagnostics = Diagnostics()
    project = discover(request.project, diagnostics, request.extra_arguments)
    project = project.leaving_out(request.without)
    check_output(out, request.project, request.force)
    if not project.units:
        raise ProjectError(
            f"'{request.project.resolve().name}' does not use CUDA: there is nothing to convert"
        )
    progress.discovered(project)
    with Output(out) as output:
        output.open()
        staged = stage(project, output.folder)
        units = []
        convert = convert or partial(convert_unit, target=request.target)
        for unit in convert_all(staged.units, staged, convert, request.jobs):
            progress.converted(unit.name)
            units.append(unit)
        merged = merge(units, diagnostics)
        originals = _write_sources(output, merged)
        _write_build(output, staged, merged, request, diagnostics)
        commands = database_of(staged)
        state = State.of_folder(output.folder, _sources(staged, merged), originals, commands)
        if earlier := _earlier_state(out, request.force):
            carry_over(output.out, output.folder, earlier, state, diagnostics)
        output.write(STATE_NAME, state.to_bytes())
        accept(diagnostics, originals, originals.get, staged.rules)
        name = request.project.resolve().name
        report = make_report(
            staged, name, request.target, __version__, merged, diagnostics.items, originals
        )
        output.write(REPORT_NAME, report.json_bytes())
        output.write("cn-report.md", markdown(report).encode())
        output.commit()
    return Port(output.out, report, project)


def _earlier_state(out: Path, force: bool) -> State | None:
    """What an earlier port at the same place was made as; None where there is none, or it is to be replaced.

    Raises ProjectError where that cannot be read any more.
    """
    if force:
        return None
    try:
        return State.of(out)
    except StateError as error:
        raise ProjectError(
            f"{error}; give --force to replace '{out.name}' with its edits"
        ) from None


def _write_sources(output: Output, merged: Merged) -> dict[str, bytes]:
    """Converted sources under their new names, and what was generated; returns the originals of edited files."""
    originals: dict[str, bytes] = {}
    for name, edits in merged.edits.items():
        path = output.folder / name
        originals[name] = path.read_bytes()
        path.write_bytes(apply_edits(originals[name], edits))
    for old, new in merged.renamed.items():
        if new != old:
            (output.folder / old).rename(output.folder / new)
    for name, data in merged.generated.items():
        output.write(name, data)
    return originals


def _sources(project: Project, merged: Merged) -> set[str]:
    """The files of the port that people may want to edit and that are text."""
    names = {*(unit.name for unit in project.units), *project.plain, *project.headers}
    return {*(merged.renamed.get(n, n) for n in names), *merged.generated, CMAKE_LISTS}


def _write_build(
    output: Output, project: Project, merged: Merged, request: Request, diagnostics: Diagnostics
) -> None:
    """The native interface and the build file; a build file of the user's at its place is replaced."""
    c_units = {unit.name for unit in project.units if unit.language is Language.C}
    in_c = [new for old, new in merged.renamed.items() if old in c_units]
    if merged.renamed:
        without = frozenset[str]() if in_c else C_INTERFACE
        folder = resources.files("cn_migrate") / "runtime"
        _copy(folder / "include", output, "", without)
        _copy(folder / "src", output, "cnative/src/", without)
    kernels = [file for file in merged.generated if file.endswith(".cl")]
    cpu_kernels = [file for file in merged.generated if file.endswith(".kernels.cpp")]
    if cpu_kernels:
        _copy(resources.files("cn_migrate") / "runtime" / "openmp", output, "", frozenset())
    as_cxx = [
        new for new in merged.renamed.values() if new.endswith((".c", ".cu")) and new not in in_c
    ]
    if CMAKE_LISTS in project.others:
        note = "replaced by the one of the port, which builds the same targets"
        diagnostics.report("build-file", Span(CMAKE_LISTS, 1, 1, 1, 1), message=note)
    units = {str(PurePosixPath(name).with_suffix("").with_suffix("")) for name in cpu_kernels}
    units |= {str(PurePosixPath(name).with_suffix("")) for name in kernels}
    images = {
        image: str(PurePosixPath(unit).with_suffix(".cl"))
        for image, unit in project.images
        if str(PurePosixPath(unit).with_suffix("")) in units
    }
    forms = FORMS[request.target]
    made = {"opencl": kernels, "openmp": cpu_kernels}
    back_ends = [_BACK_ENDS[form] for form in forms if made[form] or not any(made.values())]
    name = request.project.resolve().stem
    text = cmake.cmake_lists(
        project, merged.renamed, kernels, as_cxx, name, images, cpu_kernels, back_ends
    )
    output.write(CMAKE_LISTS, text.encode("utf-8", "surrogateescape"))


def _copy(folder: Traversable, output: Output, prefix: str, without: Collection[str]) -> None:
    for entry in folder.iterdir():
        name = prefix + entry.name
        if name in without:
            continue
        if entry.is_dir():
            _copy(entry, output, f"{name}/", without)
        else:
            output.write(name, entry.read_bytes())
