"""Shell commands of a build, read: which sources are compiled how, and what is linked from them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.project.model import Compilation, Program, Settings
from cn_migrate.project.nvcc_flags import read_command
from cn_migrate.project.wildcards import is_pattern, matching
from cn_migrate.source import Language

_COMPILERS = (
    "nvcc",
    "gcc",
    "g++",
    "cc",
    "c++",
    "clang",
    "clang++",
    "icc",
    "icpc",
    "icx",
    "icpx",
    "mpicc",
    "mpicxx",
    "mpic++",
    "hipcc",
)
_WRAPPERS = frozenset({"ccache", "time", "exec", "env", "command"})
_LANGUAGES = {"cu": Language.CUDA, "cuda": Language.CUDA, "c": Language.C, "c++": Language.CXX}


def language_of(file: Path, compiler: str = "", forced: str = "") -> Language:
    """The language of a source, from `-x`, its suffix and the compiler."""
    if forced in _LANGUAGES:
        return _LANGUAGES[forced]
    if file.suffix == ".cu":
        return Language.CUDA
    if file.suffix != ".c":
        return Language.CXX
    return Language.CXX if compiler.endswith("++") else Language.C


def compiler_name(word: str) -> str:
    """The compiler that a command's first word calls, without path and version, or nothing."""
    name = os.path.basename(word).rstrip("0123456789.").removesuffix("-")
    name = name.removesuffix(".exe")
    tail = name.rpartition("-")[2]  # x86_64-linux-gnu-g++
    return next((n for n in (name, tail) if n in _COMPILERS), "")


MakeCall = Callable[[list[str], Path], None]


@dataclass
class CommandReader:
    """Collects programs out of commands given in the order in which they would run.

    `on_make` is told of calls of make.  An archive is a library: of its objects, a
    linker takes those that are asked for.
    """

    diagnostics: Diagnostics
    on_make: MakeCall = lambda _words, _folder: None
    objects: dict[Path, list[Compilation]] = field(default_factory=dict)
    programs: dict[Path, Program] = field(default_factory=dict)
    archives: dict[Path, list[Compilation]] = field(default_factory=dict)

    def built(self) -> list[Program]:
        """The programs, behind the libraries that they link; without programs all libraries."""
        linked = [path for program in self.programs.values() for path in _archives_of(program)]
        wanted = dict.fromkeys(linked if self.programs else self.archives)
        taken = {program.name for program in self.programs.values()}
        names: dict[str, str] = {}
        for path in wanted:
            name = path.stem.removeprefix("lib") or path.stem
            while name in taken:
                name = f"{name}_library"
            taken.add(name)
            names[str(path)] = name
        libraries = [
            Program(names[str(path)], tuple(dict.fromkeys(self.archives[path])), executable=False)
            for path in wanted
        ]
        programs = [
            replace(program, links=tuple(names[link] for link in program.links))
            for program in self.programs.values()
        ]
        return libraries + programs

    def read(self, text: str, folder: Path, origin: Span | None) -> None:
        """Read one shell line."""
        for words in _simple_commands(text):
            while words and (words[0] in _WRAPPERS or _is_assignment(words[0])):
                words = words[1:]
            if not words:
                continue
            name = os.path.basename(words[0])
            if name == "cd" and len(words) > 1:
                folder = Path(os.path.normpath(folder / words[1]))
            elif name in ("make", "gmake"):
                self.on_make(words[1:], folder)
            elif name == "ar" and len(words) > 2:
                self._archive(words[1:], folder)
            elif compiler := compiler_name(words[0]):
                self.compile(compiler, words[1:], folder, origin)

    def compile(self, compiler: str, words: list[str], folder: Path, origin: Span | None) -> None:
        """Read one call of a compiler."""
        command = read_command(words, folder, self.diagnostics, origin)
        compilations: list[Compilation] = []
        for source in matching(command.sources, folder):
            file = Path(os.path.normpath(folder / source))
            if not file.is_file():
                self.diagnostics.report("missing-source", origin, name=source)
                continue
            language = language_of(file, compiler, command.language)
            compilations.append(Compilation(file, command.settings, language, origin))
        if command.compile_only:
            for compilation in compilations:
                object_name = command.output or compilation.file.stem + ".o"
                self.objects[_path(folder, object_name)] = [compilation]
            return
        links: dict[str, None] = {}
        others = []
        for name in (*command.objects, *command.settings.libraries):
            made, archive = self._object(name, folder), self._archive_of(name, folder)
            compilations += made
            if archive:
                links[str(archive)] = None
            elif not made and name in command.settings.libraries:
                others.append(name)
        if not compilations:  # the main function is in an archive, too
            compilations = [c for link in links for c in self.archives[Path(link)]]
            links.clear()
        if not compilations:
            return
        output = _path(folder, command.output or "a.out")
        settings = replace(_link_settings(command.settings), libraries=tuple(others))
        program = Program(
            output.name, tuple(dict.fromkeys(compilations)), settings, links=tuple(links)
        )
        if output.suffix == ".so":
            self.objects[output] = compilations
        elif output.suffix == ".a":  # nvcc -lib
            self.archives.setdefault(output, []).extend(compilations)
        else:
            self.programs[output] = program

    def _object(self, name: str, folder: Path) -> list[Compilation]:
        """What an object file or a shared library was made of."""
        path = _path(folder, name)
        if found := self.objects.get(path):
            return found
        if is_pattern(name):
            made = (c for known, c in self.objects.items() if known.match(str(path)))
            return [compilation for compilations in made for compilation in compilations]
        shared = f"lib{name}.so"
        return next((made for path, made in self.objects.items() if path.name == shared), [])

    def _archive_of(self, name: str, folder: Path) -> Path | None:
        """The archive that a file's name or `-lname` stands for."""
        if (path := _path(folder, name)) in self.archives:
            return path
        return next((path for path in self.archives if path.name == f"lib{name}.a"), None)

    def _archive(self, words: list[str], folder: Path) -> None:
        archive, *members = [w for w in words if "." in w] or [""]
        made = [c for member in members for c in self._object(member, folder)]
        self.archives.setdefault(_path(folder, archive), []).extend(made)


def _archives_of(program: Program) -> list[Path]:
    return [Path(link) for link in program.links]


def _link_settings(settings: Settings) -> Settings:
    """What of a link command's flags belongs to the program as a whole."""
    return Settings(openmp=settings.openmp, options=settings.options, libraries=settings.libraries)


def _path(folder: Path, name: str) -> Path:
    return Path(os.path.normpath(folder / name))


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


def _simple_commands(text: str) -> Iterable[list[str]]:
    """The simple commands of a shell line; one that the shell would not accept gives nothing."""
    lexer = shlex.shlex(text.strip().lstrip("@-+"), posix=True, punctuation_chars="();&|<>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        for word in lexer:
            if word and set(word) <= set("();&|"):
                yield words
                words = []
            else:
                words.append(word)
    except ValueError:
        return
    yield words
