"""What CMake's commands do, as far as it says what a port compiles (`cmake-commands(7)`)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from cn_migrate.project.cmake import values
from cn_migrate.project.cmake.conditions import asks_for_cuda
from cn_migrate.project.cmake.folder import MAX_DEPTH, Folder
from cn_migrate.project.cmake.syntax import Command, read_commands
from cn_migrate.project.cmake.target import CMakeTarget

# Commands that say nothing about what a port compiles.
QUIET = frozenset(
    """cmake_minimum_required cmake_policy message enable_language enable_testing add_test
    find_package find_library find_path find_file find_program install export get_property
    get_target_property target_compile_features mark_as_advanced
    set_tests_properties add_dependencies add_custom_target configure_file
    link_directories target_link_directories target_link_options add_link_options source_group
    execute_process math include_guard cmake_print_variables return
    check_language get_directory_property set_directory_properties
    cuda_select_nvcc_arch_flags gtest_discover_tests target_precompile_headers cmake_path
    find_cuda_helper_libs site_name variable_watch export unset break continue separate_arguments
    cmake_dependent_option file_copy check_include_file check_include_file_cxx cpack_add_component
    include_external_msproject cmake_language write_basic_package_version_file""".split()
)

_SCOPES = ("PUBLIC", "PRIVATE", "INTERFACE")


def _set(here: Folder, words: list[str], _command: Command) -> None:
    name, *given = words or [""]
    scope = here.variables
    if given[-1:] == ["PARENT_SCOPE"]:
        scope = here.variables if here.caller is None else here.caller
        given = given[:-1]
    if "CACHE" in given:
        given = given[: given.index("CACHE")]
    scope[name] = ";".join(given)


def _option(here: Folder, words: list[str], _command: Command) -> None:
    default = words[2] if len(words) > 2 else "OFF"
    here.variables.setdefault(words[0], "ON" if asks_for_cuda(words[0]) else default)


def _list(here: Folder, words: list[str], _command: Command) -> None:
    values.change_list(words, here.variables)


def _string(here: Folder, words: list[str], _command: Command) -> None:
    values.change_string(words, here.variables)


def _get_filename_component(here: Folder, words: list[str], _command: Command) -> None:
    values.take_filename_apart(words, here.variables, here.folder)


def _cmake_parse_arguments(here: Folder, _words: list[str], command: Command) -> None:
    # Lists stay whole here: they are the names of options.
    head = [here.expand(argument.text) for argument in command.arguments[:4]]
    values.parse_arguments([*head, *here.words(command.arguments[4:])], here.variables)


def _include(here: Folder, words: list[str], _command: Command) -> None:
    """Evaluate a module or file of the project; those of CMake itself say nothing about targets."""
    folders = [here.folder, *map(Path, here.variables.get("CMAKE_MODULE_PATH", "").split(";"))]
    names = [name for word in words[:1] for name in (word, f"{word}.cmake")]
    paths = [Path(os.path.normpath(folder / name)) for folder in folders for name in names]
    root = here.evaluation.root
    path = next((p for p in paths if p.is_file() and p.is_relative_to(root)), None)
    if path is None or here.depth >= MAX_DEPTH:
        return
    outer = here.variables["CMAKE_CURRENT_LIST_DIR"]
    here.variables["CMAKE_CURRENT_LIST_DIR"] = str(path.parent)
    here.depth += 1
    here.body(read_commands(path.read_bytes()))
    here.depth -= 1
    here.variables["CMAKE_CURRENT_LIST_DIR"] = outer


def _properties(here: Folder, words: list[str], command: Command) -> None:
    """set_target_properties, set_source_files_properties and set_property, as far as they set flags."""
    keyword = "PROPERTY" if command.name == "set_property" else "PROPERTIES"
    if keyword not in words:
        return
    at = words.index(keyword)
    names, pairs = words[:at], words[at + 1 :]
    if command.name == "set_property":
        names, pairs = names[1:], [pairs[0], ";".join(pairs[1:])] if pairs else []
    for key, value in zip(pairs[::2], pairs[1::2], strict=False):
        if key == "LANGUAGE" and value == "CUDA":
            here.evaluation.cuda_sources |= {os.path.normpath(here.folder / n) for n in names}
        for target in filter(None, map(here.evaluation.targets.get, names)):
            target.flags += _property_flags(here, key, value.split(";"))


def _property_flags(here: Folder, key: str, given: list[str]) -> list[str]:
    if key in ("CUDA_STANDARD", "CXX_STANDARD"):
        return [f"-std=c++{given[0]}"]
    read = {
        "COMPILE_FLAGS": _options,
        "COMPILE_OPTIONS": _options,
        "COMPILE_DEFINITIONS": _definitions,
        "INCLUDE_DIRECTORIES": _includes,
    }.get(key)
    return read(here, [w for word in given for w in word.split()]) if read else []


def _project(here: Folder, words: list[str], _command: Command) -> None:
    here.variables |= {"PROJECT_NAME": words[0], "PROJECT_SOURCE_DIR": str(here.folder)}
    here.variables.setdefault("CMAKE_PROJECT_NAME", words[0])


def _file(here: Folder, words: list[str], _command: Command) -> None:
    if words[:1] not in (["GLOB"], ["GLOB_RECURSE"]):
        return
    patterns = [w for w in words[2:] if w not in ("CONFIGURE_DEPENDS", "FOLLOW_SYMLINKS")]
    found: list[str] = []
    for pattern in patterns:
        place, _, last = str(here.folder / pattern).rpartition("/")
        search = Path(place).rglob if words[0] == "GLOB_RECURSE" else Path(place).glob
        if "*" not in place and Path(place).is_dir():
            found += sorted(str(path) for path in search(last))
    here.variables[words[1]] = ";".join(dict.fromkeys(found))


def _add_subdirectory(here: Folder, words: list[str], _command: Command) -> None:
    path = Path(os.path.normpath(here.folder / words[0])) / "CMakeLists.txt"
    if path.is_file():
        inner = Folder(here.evaluation, path, dict(here.variables), here.flags)
        inner.links = list(here.links)
        inner.caller = here.variables
        inner.run()


def _add_target(here: Folder, words: list[str], command: Command) -> None:
    if len(words) < 2 or "ALIAS" in words or "IMPORTED" in words:
        return
    executable = command.name in ("add_executable", "cuda_add_executable")
    drop = (
        "STATIC",
        "SHARED",
        "MODULE",
        "OBJECT",
        "INTERFACE",
        "WIN32",
        "EXCLUDE_FROM_ALL",
        "OPTIONS",
    )
    target = CMakeTarget(words[0], executable, here.folder, here.span(command))
    target.flags += _variable_flags(here) + here.flags
    target.links += here.links
    here.evaluation.targets[words[0]] = target
    _sources(here, target, [w for w in words[1:] if w not in drop])


_ENDS = ("COMMENT", "VERBATIM", "BYPRODUCTS", "WORKING_DIRECTORY", "COMMAND_EXPAND_LISTS")


def _add_custom_command(here: Folder, words: list[str], _command: Command) -> None:
    """What is copied beside a program when it has been built; other commands make nothing that a port compiles."""
    target = here.evaluation.targets.get(words[1]) if words[:1] == ["TARGET"] else None
    if target is None:
        return
    starts = [i for i, word in enumerate(words) if word == "COMMAND"]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        command = words[start + 1 : end]
        ends = [command.index(word) for word in _ENDS if word in command]
        if "-E" in command:
            target.data += _copied(here, command[command.index("-E") + 1 : min(ends, default=None)])


def _copied(here: Folder, words: list[str]) -> list[tuple[str, str]]:
    """The files and folders that `cmake -E copy...` takes from the project, with where beside programs they go."""
    how, *sources, to = words if len(words) > 2 else ("", "")
    if how not in ("copy", "copy_if_different", "copy_directory", "copy_directory_if_different"):
        return []
    folder = _beside_programs(here, to)
    if folder is None:
        return []
    whole = how.startswith("copy_directory")
    if not whole and len(sources) == 1 and folder.rpartition("/")[2] == Path(sources[0]).name:
        folder = folder.rpartition("/")[0]  # the file's name at its new place
    paths = [os.path.normpath(here.folder / source) for source in sources]
    return [(path + "/" * whole, folder) for path in paths if Path(path).exists()]


def _beside_programs(here: Folder, place: str) -> str | None:
    """The folder `place` relative to where programs are built; None where it is elsewhere."""
    built = here.variables["CMAKE_BINARY_DIR"]
    programs = here.variables.get("CMAKE_RUNTIME_OUTPUT_DIRECTORY") or built
    place = re.sub(r"^\$<TARGET_FILE_DIR:[^>]*>", programs, place)
    path = os.path.normpath(here.folder / place)
    bases = [base for base in (programs, built) if f"{path}/".startswith(f"{base}/")]
    return path[len(bases[0]) :].strip("/") if bases else None


def _target_sources(here: Folder, words: list[str], _command: Command) -> None:
    if target := here.evaluation.targets.get(words[0]):
        _sources(here, target, [w for w in words[1:] if w not in _SCOPES])


def _sources(here: Folder, target: CMakeTarget, words: list[str]) -> None:
    for word in words:
        if word.startswith("$<TARGET_OBJECTS:"):
            target.links.append(word[len("$<TARGET_OBJECTS:") : -1])
        else:
            target.sources.append(os.path.normpath(here.folder / word))


def _variable_flags(here: Folder) -> list[str]:
    flags = " ".join(
        here.variables.get(name, "").replace(";", " ")
        for name in ("CMAKE_CXX_FLAGS", "CMAKE_CUDA_FLAGS", "CUDA_NVCC_FLAGS")
    ).split()
    standard = here.variables.get("CMAKE_CUDA_STANDARD") or here.variables.get("CMAKE_CXX_STANDARD")
    return flags + ([f"-std=c++{standard}"] if standard else [])


def _includes(here: Folder, words: list[str]) -> list[str]:
    drop = (*_SCOPES, "SYSTEM", "BEFORE", "AFTER")
    paths = [_plain(w) for w in words if w not in drop]
    return [f"-I{os.path.normpath(here.folder / path)}" for path in paths if path]


def _definitions(_here: Folder, words: list[str]) -> list[str]:
    names = [_plain(w) for w in words if w not in _SCOPES]
    # add_definitions takes any flag, and old projects use it so
    return [n if n.startswith(("-", "/")) else f"-D{n}" for n in names if n]


def _options(_here: Folder, words: list[str]) -> list[str]:
    drop = (*_SCOPES, "BEFORE")
    return [o for w in words if w not in drop for o in _plain(w).replace(";", " ").split()]


def _folder_flags(here: Folder, words: list[str], command: Command) -> None:
    read = {
        "include_directories": _includes,
        "cuda_include_directories": _includes,
        "add_compile_options": _options,
    }
    here.flags += read.get(command.name, _definitions)(here, words)


def _target_flags(here: Folder, words: list[str], command: Command) -> None:
    if not (target := here.evaluation.targets.get(words[0])):
        return
    read = {
        "target_include_directories": _includes,
        "target_compile_options": _options,
    }.get(command.name, _definitions)
    target.flags += read(here, words[1:])
    public = [i for i, w in enumerate(words) if w in ("PUBLIC", "INTERFACE")]
    if public:
        target.public_flags += read(here, words[public[0] :])


def _target_link_libraries(here: Folder, words: list[str], command: Command) -> None:
    for argument in command.arguments:
        name = argument.text.removeprefix("${").removesuffix("}")
        known = name in here.variables or name.startswith(("CUDA", "CMAKE_"))
        if argument.text.startswith("${") and not known:
            here.evaluation.diagnostics.report(
                "build-construct", here.span(command), construct=argument.text
            )
    if target := here.evaluation.targets.get(words[0]):
        drop = (*_SCOPES, "optimized", "general", "LINK_PUBLIC", "LINK_PRIVATE")
        target.links += [_plain(w) for w in words[1:] if w not in drop]


def _link_libraries(here: Folder, words: list[str], _command: Command) -> None:
    here.links += words


def _plain(word: str) -> str:
    """A word without generator expressions: what is for CUDA, C++ or building counts, the rest is empty."""
    while word.startswith("$<") and word.endswith(">"):
        inner = word[2:-1]
        if inner.startswith("$<"):  # $<$<COMPILE_LANGUAGE:CUDA>:value>
            condition, _, value = inner.partition(">:")
        else:  # $<BUILD_INTERFACE:value>, $<1:value>
            condition, _, value = inner.partition(":")
        if any(part in condition for part in ("CONFIG", "INSTALL_INTERFACE", "NOT", "TARGET")):
            return ""
        word = value
    return word


ACTIONS: dict[str, Callable[[Folder, list[str], Command], None]] = {
    "set": _set,
    "option": _option,
    "list": _list,
    "string": _string,
    "get_filename_component": _get_filename_component,
    "cmake_parse_arguments": _cmake_parse_arguments,
    "include": _include,
    "set_property": _properties,
    "set_target_properties": _properties,
    "set_source_files_properties": _properties,
    "project": _project,
    "file": _file,
    "add_subdirectory": _add_subdirectory,
    "add_custom_command": _add_custom_command,
    "add_executable": _add_target,
    "cuda_add_executable": _add_target,
    "add_library": _add_target,
    "cuda_add_library": _add_target,
    "target_sources": _target_sources,
    "include_directories": _folder_flags,
    "cuda_include_directories": _folder_flags,
    "add_definitions": _folder_flags,
    "add_compile_definitions": _folder_flags,
    "add_compile_options": _folder_flags,
    "target_include_directories": _target_flags,
    "target_compile_definitions": _target_flags,
    "target_compile_options": _target_flags,
    "target_link_libraries": _target_link_libraries,
    "link_libraries": _link_libraries,
}
