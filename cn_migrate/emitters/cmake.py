"""The build file of a ported project: a C++17 compiler and CMake 3.16 are all it asks for.

`cn_embed` turns each .cl file into a header of bytes at build time, so that programs carry their kernels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from cn_migrate.project.model import Project, Settings, Target

_HEAD = """\
# Written by cn-migrate.  Builds with any C++17 compiler; the OpenCL library is loaded when a program runs.
cmake_minimum_required(VERSION 3.16)
project({name} LANGUAGES {languages})

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
{c_standard}set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${{CMAKE_BINARY_DIR}}/bin)
find_package(Threads REQUIRED)
"""

_C_STANDARD = """\
set(CMAKE_C_STANDARD 11)
"""
# The runtime, a library that comes with the port.
_RUNTIME = "cnative"

_BACK_ENDS = """
set(CN_BACK_ENDS {back_ends} CACHE STRING "The drivers that programs can run on: opencl, cpu, or both")
"""

_CPU = """
# Kernels run on the machine's own processors, compiled for the one at hand; they alone need OpenMP.  Memory has no type
# of its own for them: bytes are moved as records, and vectors read as numbers.
find_package(OpenMP REQUIRED COMPONENTS CXX)
separate_arguments(CN_OPENMP UNIX_COMMAND "${{OpenMP_CXX_FLAGS}}")
set(CN_KERNEL_OPTIONS -O3 -march=native -fsigned-char -fno-strict-aliasing -fno-math-errno
  -fno-trapping-math CACHE STRING "How kernels are compiled")
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)  # which calls memcpy and memset for rows of a few threads
  list(APPEND CN_KERNEL_OPTIONS -fno-tree-loop-distribute-patterns)
endif()
set_source_files_properties({kernels} PROPERTIES
  COMPILE_OPTIONS "${{CN_KERNEL_OPTIONS}};${{CN_OPENMP}};-iquote${{CMAKE_CURRENT_SOURCE_DIR}}")
"""

# For sources whose products and sums the original's flags keep apart.
_APART = "set_property(SOURCE {kernels} APPEND PROPERTY COMPILE_OPTIONS -ffp-contract=off)\n"

_EMBED = r"""
# Writes <folder>/<name>.cl.hpp with the bytes of <name>.cl, anew whenever that file changes.
function(cn_embed source)
  get_filename_component(name ${source} NAME)
  string(MAKE_C_IDENTIFIER cn_${name} identifier)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  file(READ ${source} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1,\n" bytes "${bytes}")
  set(text "static const unsigned char ${identifier}[] = {\n${bytes}};\n")
  set(header ${CMAKE_BINARY_DIR}/cn_embed/${source}.hpp)
  set(old "")
  if(EXISTS ${header})
    file(READ ${header} old)
  endif()
  if(NOT "${old}" STREQUAL "${text}")
    file(WRITE ${header} "${text}")
  endif()
endfunction()
"""


def cmake_lists(
    project: Project,
    sources: Mapping[str, str],
    kernels: Iterable[str],
    as_cxx: Collection[str] = (),
    name: str = "ported",
    images: Mapping[str, str] | None = None,
    cpu_kernels: Collection[str] = (),
    back_ends: Collection[str] = ("opencl",),
) -> str:
    """The text of CMakeLists.txt.

    `images` are files that programs load kernels from, each with the .cl file that holds them.
    `sources` maps names of converted sources to their new names, `kernels` are the .cl files, `as_cxx` are C++
    sources whose names do not say so.  `cpu_kernels` are sources of kernels that run on the machine's own processors;
    `processors`: programs without kernels find those, too.
    """
    made = {sources.get(s, s) for target in project.targets for s in target.sources}
    has_c = any(source.endswith(".c") and source not in as_cxx for source in made)
    parts = [
        _HEAD.format(
            name=_identifier(name),
            languages="C CXX" if has_c else "CXX",
            c_standard=_C_STANDARD if has_c else "",
        )
    ]
    if any(target.settings.openmp for target in project.targets):
        parts.append("find_package(OpenMP REQUIRED)\n")
    kernels = sorted(kernels)
    if kernels:
        parts.append(_EMBED)
        parts += ["\n", *(f"cn_embed({_word(kernel)})\n" for kernel in kernels)]
    if cxx := sorted(as_cxx):
        listed = " ".join(_word(source) for source in cxx)
        parts.append(
            f"\nset_source_files_properties({listed} PROPERTIES\n  LANGUAGE CXX COMPILE_OPTIONS -xc++)\n"
        )
    if "cpu" in back_ends:
        parts.append(_BACK_ENDS.format(back_ends=" ".join(back_ends)))
    if cpu_kernels:
        parts.append(_CPU.format(kernels=" ".join(map(_word, sorted(cpu_kernels)))))
        parts += [_APART.format(kernels=_word(name)) for name in _kept_apart(project, cpu_kernels)]
    if sources:
        parts.append(f"\nadd_subdirectory({_RUNTIME}/src)\n")
    parts += [
        _target(_with_kernels(target, cpu_kernels), sources, project.targets, has_c)
        for target in project.targets
    ]
    if data := _data_of(project):
        parts += ["\n# What programs find beside them.\n", *(_data(*row) for row in data)]
    if images:
        parts += ["\n# What programs load as modules: names of modules that they hold.\n"]
        parts += [_image(image, module) for image, module in sorted(images.items())]
    if images and project.compiler_headers:
        parts += ["\n# What programs look for to compile with; without influence.\n"]
        parts += [_header(header) for header in project.compiler_headers]
    return "".join(parts)


def _kept_apart(project: Project, cpu_kernels: Collection[str]) -> list[str]:
    """The kernels of units in which no multiplication may be fused with an addition."""
    units = [unit.name for unit in project.units if unit.settings.keep_apart]
    wanted = [str(PurePosixPath(unit).with_suffix(".kernels.cpp")) for unit in units]
    return sorted(kernels for kernels in wanted if kernels in cpu_kernels)


def _with_kernels(target: Target, cpu_kernels: Collection[str]) -> Target:
    """`target` with the kernels of its sources, and OpenMP's library for those."""
    wanted = [str(PurePosixPath(source).with_suffix(".kernels.cpp")) for source in target.sources]
    own = tuple(kernels for kernels in wanted if kernels in cpu_kernels)
    if not own:
        return target
    library = Settings(libraries=("${OpenMP_CXX_LIBRARIES}",))
    return replace(target, sources=(*target.sources, *own), settings=target.settings | library)


def _data_of(project: Project) -> list[tuple[str, str]]:
    """The files and folders of the port that go beside programs."""
    rows = dict.fromkeys(row for target in project.targets for row in target.data)
    files = project.files
    folders = {f"{parent}/" for name in files for parent in PurePosixPath(name).parents}
    return [row for row in rows if row[0] in files or row[0] in folders]


def _data(name: str, folder: str) -> str:
    place = _word("/".join(filter(None, ("${CMAKE_RUNTIME_OUTPUT_DIRECTORY}", folder))))
    return f"file(COPY {_word(name)} DESTINATION {place})\n"


def _image(image: str, module: str) -> str:
    place = _word(f"${{CMAKE_RUNTIME_OUTPUT_DIRECTORY}}/{image}")
    return f'file(WRITE {place} "cnative module {module.rpartition("/")[2]}\\n")\n'


def _header(name: str) -> str:
    place = _word(f"${{CMAKE_RUNTIME_OUTPUT_DIRECTORY}}/{name}")
    return f'file(WRITE {place} "// Its functions are in the ported kernels.\\n")\n'


def _target(
    target: Target,
    sources: Mapping[str, str],
    targets: Sequence[Target],
    has_c: bool,
) -> str:
    name = target.name
    kind = "add_executable(" if target.executable else "add_library("
    static = "" if target.executable else " STATIC"
    listed = "".join(f"\n  {_word(sources.get(s, s))}" for s in target.sources)
    lines = [f"\n{kind}{name}{static}{listed})"]
    own = [_below("${CMAKE_CURRENT_SOURCE_DIR}", folder) for folder in target.include_dirs]
    converted = any(source in sources for source in target.sources)
    includes = [*own, *(["${CMAKE_BINARY_DIR}/cn_embed"] if converted else [])]
    lines.append(_call("target_include_directories", name, "PRIVATE", dict.fromkeys(includes)))
    lines.append(_call("target_compile_definitions", name, "PRIVATE", target.settings.defines))
    undefined = [f"-U{symbol}" for symbol in target.settings.undefines]
    forced = [f"SHELL:-include {header}" for header in target.settings.forced_includes]
    options = (*undefined, *forced, *target.settings.options)
    lines.append(_call("target_compile_options", name, "PRIVATE", options))
    if (standard := target.settings.cxx_standard) > 17:
        lines.append(f"set_target_properties({name} PROPERTIES CXX_STANDARD {standard})")
    if (c_standard := target.settings.c_standard) != 11 and has_c:
        lines.append(f"set_target_properties({name} PROPERTIES C_STANDARD {c_standard})")
    libraries = _libraries(target, targets, has_c, _RUNTIME if sources else "")
    lines.append(_call("target_link_libraries", name, "PUBLIC", libraries))
    return "".join(f"{line}\n" for line in lines if line)


def _below(base: str, folder: str) -> str:
    if folder in ("", "."):
        return base
    return folder if folder.startswith("/") else f"{base}/{folder}"


def _libraries(target: Target, targets: Sequence[Target], has_c: bool, runtime: str) -> list[str]:
    own = [link for link in target.links if any(t.name == link for t in targets)]
    compilers = ("CXX", "C") if has_c else ("CXX",)
    openmp = [f"OpenMP::OpenMP_{c}" for c in compilers if target.settings.openmp]
    others = [lib for lib in target.settings.libraries if lib not in ("dl", "pthread", "rt")]
    system = ["Threads::Threads", "${CMAKE_DL_LIBS}"]
    return [*dict.fromkeys([*own, *openmp, *others]), *([runtime] if runtime else system)]


def _call(command: str, name: str, scope: str, words: Iterable[str]) -> str:
    listed = "".join(f"\n  {_word(word)}" for word in words)
    return f"{command}({name} {scope}{listed})" if listed else ""


def _word(text: str) -> str:
    """One argument, quoted where CMake would take it apart."""
    if text and not set(text) & set(' ;()#"\\\t'):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace(";", "\\;")
    return f'"{escaped}"'


def _identifier(name: str) -> str:
    return "".join(c if c.isalnum() or c in "_-" else "_" for c in name) or "ported"
