"""Discovery: from a folder or a file to units, targets and the files that come along."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.project.cmake.programs import programs_of_cmake
from cn_migrate.project.commands import language_of
from cn_migrate.project.compile_commands import compilations_of_database, database_in
from cn_migrate.project.folder import compilations_of_folder, programs_of_sources
from cn_migrate.project.includes import Reached, is_system, mounts
from cn_migrate.project.makefile.programs import makefile_in, programs_of_makefile
from cn_migrate.project.model import (
    Compilation,
    Program,
    Project,
    ProjectError,
    Settings,
    Target,
    Unit,
)
from cn_migrate.project.modules import compiler_headers, images, loads_modules, with_modules
from cn_migrate.project.nvcc_flags import SOURCE_SUFFIXES, read_command
from cn_migrate.project.rules_file import Rules, rules_of
from cn_migrate.project.scan import scan_file
from cn_migrate.project.supplied import with_supplied
from cn_migrate.project.tree import Tree
from cn_migrate.source import Language

# What build tools keep for themselves.
_RESERVED_NAMES = frozenset(
    {"all", "clean", "test", "help", "install", "package", "edit_cache", "rebuild_cache"}
)


def discover(path: Path, diagnostics: Diagnostics, extra_arguments: Sequence[str] = ()) -> Project:
    """Find out what a project consists of; `path` is its folder, or one source file.

    A compilation database is asked first, then CMakeLists.txt, then a Makefile; a folder without any is
    searched for sources.  `extra_arguments` are compiler flags for every unit, relative to the current folder.
    Raises ProjectError where there is nothing to convert.
    """
    path = Path(os.path.abspath(path))
    if not path.exists():
        raise ProjectError(f"'{path.name}' does not exist")
    extra = read_command(list(extra_arguments), Path.cwd(), diagnostics).settings
    if path.is_file():
        return _of_file(path, extra, diagnostics)
    tree, rules = Tree.of(path), rules_of(path)
    if not any(file.suffix in SOURCE_SUFFIXES for file in tree.files):
        raise ProjectError(f"'{path.name}' holds no CUDA, C or C++ source")
    build_system, programs = _programs(path, tree, diagnostics)
    programs = with_modules(_with(programs, extra), tree.files)
    programs = _without(programs, path, rules, diagnostics)
    return replace(_project(path, tree, build_system, programs, diagnostics), rules=rules)


def _of_file(path: Path, extra: Settings, diagnostics: Diagnostics) -> Project:
    if path.suffix not in SOURCE_SUFFIXES:
        raise ProjectError(f"'{path.name}' is not a CUDA, C or C++ source")
    if b"\0" in path.read_bytes()[:8192]:
        raise ProjectError(f"'{path.name}' is a binary file, not a source")
    program = Program(path.stem, (Compilation(path, extra, language_of(path)),))
    tree = Tree(path.parent, (path,))
    project = _project(path.parent, tree, "none", [program], diagnostics)
    if not project.units:
        raise ProjectError(f"'{path.name}' does not use CUDA: there is nothing to convert")
    return project


def _programs(root: Path, tree: Tree, diagnostics: Diagnostics) -> tuple[str, list[Program]]:
    """The build system that describes the project, and what it builds.

    Without a build file at the root, those of sub-folders describe theirs, and the rest is searched.
    """
    if database := database_in(root):
        listed = compilations_of_database(database, root, diagnostics)
        if found := programs_of_sources(listed):
            return "compile_commands.json", found
    name, found = _described(root, root, diagnostics)
    if found and (any(map(_has_cuda, found)) or not any(f.suffix == ".cu" for f in tree.files)):
        return name, found
    if found:
        diagnostics.report(
            "build-file",
            None,
            message=f"{name} builds no CUDA source, so the folders were searched",
        )
    name, found = "none", []
    covered: list[Path] = []
    for folder in sorted({path.parent for path in tree.files} - {root}):
        if any(folder.is_relative_to(other) for other in covered):
            continue
        inner_name, inner = _described(folder, root, diagnostics)
        if inner:
            covered.append(folder)
            found += inner
            name = inner_name if name in ("none", inner_name) else "several"
    built = {
        c.file for program in found for c in program.compilations
    }  # from a folder beside it, too
    rest = [
        p
        for p in tree.files
        if p not in built and not any(p.is_relative_to(folder) for folder in covered)
    ]
    searched = programs_of_sources(compilations_of_folder(Tree(root, tuple(rest))))
    if found:  # sources that belong to no program and are not CUDA are data of the described ones
        searched = [p for p in searched if p.executable or _has_cuda(p)]
    return name, found + searched


def _has_cuda(program: Program) -> bool:
    return any(
        c.language == Language.CUDA or scan_file(c.file).uses_cuda for c in program.compilations
    )


def _described(folder: Path, root: Path, diagnostics: Diagnostics) -> tuple[str, list[Program]]:
    """What a build file of one folder builds: the first one that builds CUDA, else the first that builds anything;
    nothing where there is none that can be read."""
    readers: list[tuple[str, Path | None, Callable[[Path, Path, Diagnostics], list[Program]]]] = [
        ("CMakeLists.txt", _existing(folder / "CMakeLists.txt"), programs_of_cmake),
        ("Makefile", makefile_in(folder), programs_of_makefile),
    ]
    plain: tuple[str, list[Program]] = "none", []
    for name, file, read in readers:
        if file is None:
            continue
        found = [program for program in read(file, root, diagnostics) if program.compilations]
        if any(map(_has_cuda, found)):
            return name, found
        if found:
            plain = plain if plain[1] else (name, found)
            continue
        note = "no program could be read out of it"
        where = file.relative_to(root).as_posix()
        diagnostics.report("build-file", Span(where, 1, 1, 1, 1), message=note)
    return plain


def _existing(path: Path) -> Path | None:
    return path if path.is_file() else None


def _with(programs: Iterable[Program], extra: Settings) -> list[Program]:
    """The programs with flags for every source."""
    return [
        replace(
            program,
            compilations=tuple(
                replace(c, settings=_usable(c.settings | extra)) for c in program.compilations
            ),
        )
        for program in programs
    ]


def _without(
    programs: list[Program], root: Path, rules: Rules, diagnostics: Diagnostics
) -> list[Program]:
    """The programs without the sources that the project's rules exclude."""

    def kept(compilation: Compilation) -> bool:
        name = os.path.relpath(compilation.file, root)
        if not rules.excludes(name):
            return True
        diagnostics.report("excluded", None, name=name)
        return False

    if not rules.exclude:
        return programs
    return [
        replace(program, compilations=tuple(filter(kept, program.compilations)))
        for program in programs
    ]


def _usable(settings: Settings) -> Settings:
    """Settings without include folders that are missing or belong to a CUDA toolkit or the system."""

    def kept(folders: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(f for f in folders if f.is_dir() and not _provided(f))

    return replace(
        settings,
        include_dirs=kept(settings.include_dirs),
        system_include_dirs=kept(settings.system_include_dirs),
    )


def _provided(folder: Path) -> bool:
    return folder == Path("/usr/include") or (folder / "cuda_runtime_api.h").is_file()


def _project(
    root: Path, tree: Tree, build_system: str, programs: list[Program], diagnostics: Diagnostics
) -> Project:
    programs = with_supplied(programs, diagnostics)
    compilations = list(dict.fromkeys(c for program in programs for c in program.compilations))
    reached = Reached.of(compilations)
    folders = [f for c in compilations for f in c.settings.include_dirs if not is_system(f)]
    project = Project(root, build_system, (), (), mounts=mounts(root, reached.all, folders))
    units = _units(project, compilations, reached, diagnostics)
    sources = {c.file for c in compilations}
    converted = {unit.file for unit in units}
    known = [*sources, *(p for p in reached.all if p not in sources)]
    loads = loads_modules(known)
    loaded = images(known, [u.file for u in units]) if loads else {}
    headers = [p for p in known if p not in sources]
    others = [p for p in tree.files if p not in known]
    for file in others:
        if file.suffix in (".cu", ".cuh"):
            diagnostics.report("not-converted", None, name=_name(project, file))
    return replace(
        project,
        units=tuple(units),
        targets=_targets(project, programs),
        plain=_names(project, sources - converted),
        headers=_names(project, headers),
        others=_names(project, (*others, *tree.links)),
        included=frozenset(_names(project, reached.included)),
        images=tuple((image, _name(project, source)) for image, source in loaded.items()),
        compiler_headers=compiler_headers(known) if loads else (),
        loads_modules=loads,
    )


def _units(
    project: Project, compilations: list[Compilation], reached: Reached, diagnostics: Diagnostics
) -> list[Unit]:
    """The sources to convert: CUDA sources, and C or C++ sources that use CUDA; each once."""
    units: dict[Path, Unit] = {}
    for compilation in compilations:
        file = compilation.file
        if compilation.language != Language.CUDA and not reached.uses_cuda(file):
            continue
        unit = Unit(file, _name(project, file), compilation.language, compilation.settings)
        first = units.setdefault(file, unit)
        if first.args != unit.args:
            diagnostics.report("several-configurations", compilation.origin, name=unit.name)
    return list(units.values())


def _targets(project: Project, programs: list[Program]) -> tuple[Target, ...]:
    counts = Counter(program.name for program in programs)
    targets: dict[str, Target] = {}
    for program in programs:
        if not program.compilations:
            continue
        settings = program.settings
        for compilation in program.compilations:
            settings |= compilation.settings
        sources = [_name(project, c.file) for c in program.compilations]
        name = _target_name(program.name)
        if counts[program.name] > 1:
            folder = sources[0].rpartition("/")[0].replace("/", "-")
            name = f"{folder}-{name}" if folder else name
        while name in targets:
            name += "_"
        all_folders = (*settings.include_dirs, *settings.system_include_dirs)
        folders = [_folder_name(project, folder) for folder in all_folders]
        includes = tuple(dict.fromkeys(f for f in folders if f is not None))
        targets[name] = Target(
            name,
            tuple(dict.fromkeys(sources)),
            includes,
            settings,
            program.executable,
            tuple(_target_name(link) for link in program.links),
            tuple(_data(project, program)),
        )
    return tuple(targets.values())


def _data(project: Project, program: Program) -> Iterator[tuple[str, str]]:
    """What goes beside a program, by its name in the port."""
    for path, folder in program.data:
        name = project.name_of(Path(path))
        if name is not None:
            yield name + "/" * path.endswith("/"), folder


def _target_name(name: str) -> str:
    """A program's name as build tools take it."""
    name = "".join(c if c.isalnum() or c in "_.+-" else "_" for c in name)
    return f"{name}_program" if name in _RESERVED_NAMES else name


def _folder_name(project: Project, folder: Path) -> str | None:
    """An include folder's name in the port: absolute where it belongs to the system, and none where it lies
    outside of the project and gives no file."""
    if folder == project.root:
        return "."
    mount = next((m for m in project.mounts if m.folder == folder), None)
    inside = mount.name if mount else project.name_of(folder)
    return str(folder) if inside is None and is_system(folder) else inside


def _name(project: Project, path: Path) -> str:
    name = project.name_of(path)
    if name is None:
        raise ProjectError(f"'{path.name}' lies outside the project")
    return name


def _names(project: Project, paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted(_name(project, path) for path in paths))
