"""What a CMakeLists.txt says about targets: variables, conditions, loops and sub-folders followed.

Nothing is run, so what a condition asks of the machine is answered for Linux with a CUDA compiler found.
User-defined functions are not entered; calling one is reported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.project.cmake.conditions import Condition
from cn_migrate.project.cmake.syntax import Argument, Command, read_commands

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

# Commands that say nothing about what a port compiles.
_QUIET = frozenset(
    """cmake_minimum_required cmake_policy message include enable_language enable_testing add_test
    find_package find_library find_path find_file find_program install export set_property get_property
    set_target_properties get_target_property target_compile_features mark_as_advanced
    set_tests_properties add_dependencies add_custom_command add_custom_target configure_file
    link_directories target_link_directories target_link_options add_link_options source_group
    execute_process get_filename_component string math include_guard cmake_print_variables return
    set_source_files_properties check_language get_directory_property set_directory_properties
    cuda_select_nvcc_arch_flags gtest_discover_tests target_precompile_headers cmake_path
    find_cuda_helper_libs site_name variable_watch export unset break continue separate_arguments
    cmake_dependent_option file_copy check_include_file check_include_file_cxx cpack_add_component
    include_external_msproject cmake_language write_basic_package_version_file""".split()
)

_SCOPES = ("PUBLIC", "PRIVATE", "INTERFACE")


@dataclass
class CMakeTarget:
    """One `add_executable` or `add_library`: files and folders absolute, flags in the order given."""

    name: str
    executable: bool
    folder: Path
    origin: Span
    sources: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    public_flags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass
class Evaluation:
    """Evaluates the CMake files of a project; `targets` is the result."""

    root: Path
    diagnostics: Diagnostics
    targets: dict[str, CMakeTarget] = field(default_factory=dict)

    def run(self, path: Path) -> None:
        """Evaluate the CMakeLists.txt at `path`, and those of the sub-folders that it adds."""
        _Folder(self, path, dict(_MACHINE), []).run()


class _Folder:
    """One CMakeLists.txt under evaluation."""

    def __init__(
        self, evaluation: Evaluation, path: Path, variables: dict[str, str], flags: list[str]
    ) -> None:
        self.evaluation = evaluation
        self.path = path
        self.folder = path.parent
        self.variables = variables
        self.flags = list(flags)  # of include_directories, add_definitions and the like
        self.links: list[str] = []
        root = str(evaluation.root)
        variables |= {
            "CMAKE_CURRENT_SOURCE_DIR": str(self.folder),
            "CMAKE_CURRENT_LIST_DIR": str(self.folder),
        }
        for name in ("CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR"):
            variables.setdefault(name, root)
        for name in ("CMAKE_BINARY_DIR", "CMAKE_CURRENT_BINARY_DIR", "PROJECT_BINARY_DIR"):
            variables[name] = root + "/build"

    def run(self) -> None:
        self._body(read_commands(self.path.read_bytes()))

    def _body(self, commands: Iterable[Command]) -> None:
        for command in commands:
            self._command(command)

    def _command(self, command: Command) -> None:
        if command.name == "if":
            self._if(command)
        elif command.name == "foreach":
            self._foreach(command)
        elif command.name == "block":
            self._body(command.branches[0][1])
        elif command.name in ("function", "macro", "while"):
            return
        elif action := _ACTIONS.get(command.name):
            action(self, self._words(command.arguments), command)
        elif command.name not in _QUIET:
            self.evaluation.diagnostics.report(
                "build-construct", self._span(command), construct=command.name
            )

    def _if(self, command: Command) -> None:
        for condition, body in command.branches:
            if condition is None or self._holds(condition):
                self._body(body)
                return

    def _holds(self, condition: list[Argument]) -> bool:
        words = [word for argument in condition for word in self._condition_words(argument)]
        targets = set(self.evaluation.targets)
        return Condition(words, self._lookup, self.folder, targets).holds()

    def _lookup(self, name: str) -> str | None:
        """A variable for a condition; packages that a project looks for count as found."""
        found = "TRUE" if name.endswith("_FOUND") else None
        return self.variables.get(name, found)

    def _condition_words(self, argument: Argument) -> list[str]:
        text = self._expand(argument.text)
        if argument.quoted:
            return [text]
        return text.replace("(", " ( ").replace(")", " ) ").split()

    def _foreach(self, command: Command) -> None:
        name, *words = self._words(command.arguments) or [""]
        if words[:1] == ["IN"]:
            words = words[1:]
            if words[:1] == ["LISTS"]:
                words = [w for item in words[1:] for w in self.variables.get(item, item).split(";")]
            elif words[:1] == ["ITEMS"]:
                words = words[1:]
        for word in words:
            self.variables[name] = word
            self._body(command.branches[0][1] if command.branches else [])

    def _words(self, arguments: list[Argument]) -> list[str]:
        words: list[str] = []
        for argument in arguments:
            text = self._expand(argument.text)
            words += [text] if argument.quoted else [w for w in text.split(";") if w]
        return words

    def _expand(self, text: str) -> str:
        """`text` with `${name}` replaced, innermost first; `$ENV{name}` gives nothing."""
        text = text.replace("$ENV{", "${ENV ")
        while (start := text.rfind("${")) >= 0:
            end = text.find("}", start)
            if end < 0:
                return text
            text = text[:start] + self.variables.get(text[start + 2 : end], "") + text[end + 1 :]
        return text

    def _span(self, command: Command) -> Span:
        name = os.path.relpath(self.path, self.evaluation.root).replace(os.sep, "/")
        return Span(name, command.line, 1, command.line, 1)

    # -- what commands do

    def set(self, words: list[str], _command: Command) -> None:
        name, *values = words or [""]
        for keyword in ("CACHE", "PARENT_SCOPE"):
            if keyword in values:
                values = values[: values.index(keyword)]
        self.variables[name] = ";".join(values)

    def option(self, words: list[str], _command: Command) -> None:
        self.variables.setdefault(words[0], words[2] if len(words) > 2 else "OFF")

    def list_(self, words: list[str], _command: Command) -> None:
        if words[:1] == ["APPEND"] and len(words) > 1:
            old = self.variables.get(words[1], "")
            self.variables[words[1]] = ";".join([*([old] if old else []), *words[2:]])

    def project(self, words: list[str], _command: Command) -> None:
        self.variables |= {"PROJECT_NAME": words[0], "PROJECT_SOURCE_DIR": str(self.folder)}
        self.variables.setdefault("CMAKE_PROJECT_NAME", words[0])

    def file(self, words: list[str], _command: Command) -> None:
        if words[:1] not in (["GLOB"], ["GLOB_RECURSE"]):
            return
        patterns = [w for w in words[2:] if w not in ("CONFIGURE_DEPENDS", "FOLLOW_SYMLINKS")]
        found: list[str] = []
        for pattern in patterns:
            folder, _, last = str(self.folder / pattern).rpartition("/")
            search = Path(folder).rglob if words[0] == "GLOB_RECURSE" else Path(folder).glob
            if "*" not in folder and Path(folder).is_dir():
                found += sorted(str(path) for path in search(last))
        self.variables[words[1]] = ";".join(dict.fromkeys(found))

    def add_subdirectory(self, words: list[str], _command: Command) -> None:
        path = Path(os.path.normpath(self.folder / words[0])) / "CMakeLists.txt"
        if path.is_file():
            inner = _Folder(self.evaluation, path, dict(self.variables), self.flags)
            inner.links = list(self.links)
            inner.run()

    def add_target(self, words: list[str], command: Command) -> None:
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
        target = CMakeTarget(words[0], executable, self.folder, self._span(command))
        target.flags += self._variable_flags() + self.flags
        target.links += self.links
        self.evaluation.targets[words[0]] = target
        self._sources(target, [w for w in words[1:] if w not in drop])

    def target_sources(self, words: list[str], _command: Command) -> None:
        if target := self.evaluation.targets.get(words[0]):
            self._sources(target, [w for w in words[1:] if w not in _SCOPES])

    def _sources(self, target: CMakeTarget, words: list[str]) -> None:
        for word in words:
            if word.startswith("$<TARGET_OBJECTS:"):
                target.links.append(word[len("$<TARGET_OBJECTS:") : -1])
            else:
                target.sources.append(os.path.normpath(self.folder / word))

    def _variable_flags(self) -> list[str]:
        flags = " ".join(
            self.variables.get(name, "").replace(";", " ")
            for name in ("CMAKE_CXX_FLAGS", "CMAKE_CUDA_FLAGS", "CUDA_NVCC_FLAGS")
        ).split()
        standard = self.variables.get("CMAKE_CUDA_STANDARD") or self.variables.get(
            "CMAKE_CXX_STANDARD"
        )
        return flags + ([f"-std=c++{standard}"] if standard else [])

    def _includes(self, words: list[str]) -> list[str]:
        drop = (*_SCOPES, "SYSTEM", "BEFORE", "AFTER")
        paths = [_plain(w) for w in words if w not in drop]
        return [f"-I{os.path.normpath(self.folder / path)}" for path in paths if path]

    def _definitions(self, words: list[str]) -> list[str]:
        names = [_plain(w) for w in words if w not in _SCOPES]
        return [f"-D{name.removeprefix('-D')}" for name in names if name]

    def _options(self, words: list[str]) -> list[str]:
        drop = (*_SCOPES, "BEFORE")
        return [o for w in words if w not in drop for o in _plain(w).replace(";", " ").split()]

    def folder_flags(self, words: list[str], command: Command) -> None:
        read = {
            "include_directories": self._includes,
            "cuda_include_directories": self._includes,
            "add_compile_options": self._options,
        }
        self.flags += read.get(command.name, self._definitions)(words)

    def target_flags(self, words: list[str], command: Command) -> None:
        if not (target := self.evaluation.targets.get(words[0])):
            return
        read = {
            "target_include_directories": self._includes,
            "target_compile_options": self._options,
        }.get(command.name, self._definitions)
        target.flags += read(words[1:])
        public = [i for i, w in enumerate(words) if w in ("PUBLIC", "INTERFACE")]
        if public:
            target.public_flags += read(words[public[0] :])

    def target_link_libraries(self, words: list[str], command: Command) -> None:
        for argument in command.arguments:
            name = argument.text.removeprefix("${").removesuffix("}")
            known = name in self.variables or name.startswith(("CUDA", "CMAKE_"))
            if argument.text.startswith("${") and not known:
                self.evaluation.diagnostics.report(
                    "build-construct", self._span(command), construct=argument.text
                )
        if target := self.evaluation.targets.get(words[0]):
            drop = (*_SCOPES, "optimized", "general", "LINK_PUBLIC", "LINK_PRIVATE")
            target.links += [_plain(w) for w in words[1:] if w not in drop]

    def link_libraries(self, words: list[str], _command: Command) -> None:
        self.links += words


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


_ACTIONS: dict[str, Callable[[_Folder, list[str], Command], None]] = {
    "set": _Folder.set,
    "option": _Folder.option,
    "list": _Folder.list_,
    "project": _Folder.project,
    "file": _Folder.file,
    "add_subdirectory": _Folder.add_subdirectory,
    "add_executable": _Folder.add_target,
    "cuda_add_executable": _Folder.add_target,
    "add_library": _Folder.add_target,
    "cuda_add_library": _Folder.add_target,
    "target_sources": _Folder.target_sources,
    "include_directories": _Folder.folder_flags,
    "cuda_include_directories": _Folder.folder_flags,
    "add_definitions": _Folder.folder_flags,
    "add_compile_definitions": _Folder.folder_flags,
    "add_compile_options": _Folder.folder_flags,
    "target_include_directories": _Folder.target_flags,
    "target_compile_definitions": _Folder.target_flags,
    "target_compile_options": _Folder.target_flags,
    "target_link_libraries": _Folder.target_link_libraries,
    "link_libraries": _Folder.link_libraries,
}
