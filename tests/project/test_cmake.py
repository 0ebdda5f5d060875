"""CMake projects, read without CMake."""

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.cmake.programs import programs_of_cmake
from cn_migrate.source import Language

TEXT = """
cmake_minimum_required(VERSION 3.18)
project(demo LANGUAGES CXX CUDA)
set(CMAKE_CUDA_STANDARD 17)
option(WITH_EXTRA "more" OFF)
find_package(OpenMP)
set(SOURCES main.cpp)
list(APPEND SOURCES kernels.cu)
if(WITH_EXTRA AND NOT WIN32)
  list(APPEND SOURCES missing.cu)
elseif(UNIX)
  list(APPEND SOURCES unix.cpp)
endif()
add_compile_definitions(GLOBAL=1)
add_definitions(-fopenmp -DOLD)
add_subdirectory(lib)
add_executable(app ${SOURCES})
target_include_directories(app PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/include")
target_compile_definitions(app PRIVATE -DLOCAL $<$<CONFIG:Debug>:SLOW>)
target_compile_options(app PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:-use_fast_math>)
target_link_libraries(app PRIVATE helpers OpenMP::OpenMP_CXX CUDA::cudart m)
foreach(name one two)
  add_executable(${name} ${name}.cu)
endforeach()
"""
LIB = "file(GLOB FOUND *.cu)\nadd_library(helpers STATIC ${FOUND})\ntarget_include_directories(helpers PUBLIC .)\n"


@pytest.fixture
def found(make_tree):
    files = dict.fromkeys(
        ("main.cpp", "kernels.cu", "unix.cpp", "lib/a.cu", "lib/b.cu", "one.cu", "two.cu"), ""
    )
    root = make_tree({**files, "CMakeLists.txt": TEXT, "lib/CMakeLists.txt": LIB})
    diagnostics = Diagnostics()
    programs = programs_of_cmake(root / "CMakeLists.txt", root, diagnostics)
    return root, {program.name: program for program in programs}, diagnostics


def test_targets_and_their_sources(found):
    root, programs, diagnostics = found
    sources = {
        n: [c.file.relative_to(root).as_posix() for c in p.compilations]
        for n, p in programs.items()
    }
    assert sources == {
        "helpers": ["lib/a.cu", "lib/b.cu"],
        "app": ["main.cpp", "kernels.cu", "unix.cpp"],
        "one": ["one.cu"],
        "two": ["two.cu"],
    }
    assert not programs["helpers"].executable
    assert programs["app"].links == ("helpers",)
    assert not diagnostics.items


def test_flags(found):
    root, programs, _ = found
    settings = programs["app"].compilations[0].settings
    assert settings.include_dirs == (root / "include", root / "lib")
    assert settings.defines == ("GLOBAL=1", "OLD", "LOCAL")
    assert settings.standard == "c++17"
    assert settings.openmp
    assert settings.fast_math
    assert settings.libraries == ("m",)


def test_commands_that_are_not_understood_are_reported(make_tree):
    root = make_tree({"CMakeLists.txt": "\n\n\nmine(1)\n"})
    diagnostics = Diagnostics()
    programs_of_cmake(root / "CMakeLists.txt", root, diagnostics)
    assert [(i.rule, str(i.span)) for i in diagnostics.items] == [
        ("build-construct", "CMakeLists.txt:4:1")
    ]


def test_libraries_of_packages_are_not_dropped_in_silence(make_tree):
    text = "find_package(GL)\nif(GL_FOUND)\nadd_executable(x x.cu)\nendif()\ntarget_link_libraries(x ${GL_LIBS} m)\n"
    diagnostics = Diagnostics()
    root = make_tree({"CMakeLists.txt": text, "x.cu": ""})
    (program,) = programs_of_cmake(root / "CMakeLists.txt", root, diagnostics)
    assert program.settings.libraries == ("m",)
    assert [i.message for i in diagnostics.items] == [
        "'${GL_LIBS}' in the build file was not taken over"
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("ON", True),
        ("NOT A", False),
        ("A AND (B OR C)", True),
        ("DEFINED D", False),
        ('A STREQUAL "yes"', True),
        ("CMAKE_VERSION VERSION_GREATER_EQUAL 3.9", True),
        ("B AND A OR C", True),
        ("TARGET nothing", False),
        ("EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/CMakeLists.txt", True),
    ],
)
def test_conditions(make_tree, condition: str, holds: bool):
    text = f"set(A yes)\nset(B OFF)\nset(C 1)\nif({condition})\nadd_executable(x x.cu)\nendif()\n"
    root = make_tree({"CMakeLists.txt": text, "x.cu": ""})
    assert bool(programs_of_cmake(root / "CMakeLists.txt", root, Diagnostics())) == holds


PROJECT = """
list(APPEND CMAKE_MODULE_PATH ${PROJECT_SOURCE_DIR}/cmake)
include(Samples)
include(CheckCXXSourceCompiles)
option(DEMO_ENABLE_CUDA "the GPU part" OFF)
option(DEMO_ENABLE_HIP "the other GPU part" OFF)
if(DEMO_ENABLE_CUDA)
  add_sample(one SOURCES one.cu shared.cpp DEFINES N=1)
endif()
if(DEMO_ENABLE_HIP)
  add_sample(two SOURCES two.cu)
endif()
foreach(path three.cu)
  get_filename_component(name ${path} NAME_WE)
  simple(${name} ${path})
endforeach()
set_source_files_properties(device.cpp PROPERTIES LANGUAGE CUDA)
add_executable(four device.cpp)
set_target_properties(four PROPERTIES CUDA_STANDARD 20 FOLDER demo)
"""
SAMPLES = """
function(add_sample name)
  cmake_parse_arguments(ARG "SHARED" "FOLDER" "SOURCES;DEFINES" ${ARGN})
  set(found ${ARG_SOURCES})
  list(REMOVE_ITEM found shared.cpp)
  add_executable(${name} ${found})
  target_compile_definitions(${name} PRIVATE ${ARG_DEFINES})
  set(LAST ${name} PARENT_SCOPE)
endfunction()
macro(simple name)
  add_executable(${name}_of_${LAST} ${ARGN})
endmacro()
"""


def test_functions_macros_and_modules_of_the_project_are_entered(make_tree):
    files = dict.fromkeys(("one.cu", "two.cu", "three.cu", "shared.cpp", "device.cpp"), "")
    root = make_tree({**files, "CMakeLists.txt": PROJECT, "cmake/Samples.cmake": SAMPLES})
    diagnostics = Diagnostics()
    programs = programs_of_cmake(root / "CMakeLists.txt", root, diagnostics)
    found = {p.name: [c.file.name for c in p.compilations] for p in programs}
    assert found == {"one": ["one.cu"], "three_of_one": ["three.cu"], "four": ["device.cpp"]}
    one, _, four = (p.compilations[0] for p in programs)
    assert one.settings.defines == ("N=1",)
    assert four.language is Language.CUDA
    assert four.settings.standard == "c++20"
    assert not diagnostics.items


def test_a_function_that_calls_itself_ends(make_tree):
    text = "function(f)\nf()\nendfunction()\nf()\nadd_executable(x x.cu)\n"
    root = make_tree({"CMakeLists.txt": text, "x.cu": ""})
    assert [p.name for p in programs_of_cmake(root / "CMakeLists.txt", root, Diagnostics())] == [
        "x"
    ]


COPIES = """
project(demo LANGUAGES CUDA)
add_executable(app app.cu)
add_custom_command(TARGET app POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${CMAKE_CURRENT_SOURCE_DIR}/data/a.txt data/b.txt
    ${CMAKE_CURRENT_BINARY_DIR}/
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${CMAKE_SOURCE_DIR}/data $<TARGET_FILE_DIR:app>/more
  COMMAND ${CMAKE_COMMAND} -E copy data/a.txt $<TARGET_FILE_DIR:app>/input/a.txt
  COMMAND ${CMAKE_COMMAND} -E copy data/none.txt ${CMAKE_BINARY_DIR}
  COMMAND ${CMAKE_COMMAND} -E copy data/a.txt /elsewhere
  COMMAND ${CMAKE_COMMAND} -E echo done
  COMMENT "copies")
add_custom_command(OUTPUT x.fatbin COMMAND ${CMAKE_COMMAND} -E copy data/b.txt ${CMAKE_BINARY_DIR})
"""


def test_what_is_copied_beside_a_program(make_tree):
    root = make_tree({"CMakeLists.txt": COPIES, "app.cu": "", "data/a.txt": "", "data/b.txt": ""})
    (program,) = programs_of_cmake(root / "CMakeLists.txt", root, Diagnostics())
    named = [(path.removeprefix(f"{root}/"), folder) for path, folder in program.data]
    assert named == [
        ("data/a.txt", ""),
        ("data/b.txt", ""),
        ("data/", "more"),
        ("data/a.txt", "input"),
    ]


def test_what_is_copied_beside_programs_with_a_folder_of_their_own(make_tree):
    text = COPIES.replace(
        "\nadd_exe", "\nset(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)\nadd_exe"
    )
    root = make_tree({"CMakeLists.txt": text, "app.cu": "", "data/a.txt": "", "data/b.txt": ""})
    (program,) = programs_of_cmake(root / "CMakeLists.txt", root, Diagnostics())
    assert [folder for _, folder in program.data] == ["", "", "more", "input"]
