"""What the native interface's headers leave to programs: names of the standard library and macros of their own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.runtime_library import INCLUDE

HEADERS = ["cnative.hpp", *(f"cnative/{part}.hpp" for part in ("half", "bfloat16", "dpx"))]
TEXT = "".join(f'#include "{header}"\n' for header in HEADERS)

# Those that CUDA's own header brings; and the C library's, whose names are global anyway.
ALLOWED = {
    "cmath", "cstdlib", "initializer_list", "limits", "math.h", "stdlib.h", "type_traits", "utility",
    "cstddef", "cstdint", "cstring",
}  # fmt: skip

# Names of namespace std that programs give to things of their own.
NAMES = """
    accumulate any apply array async atomic barrier bind bitset complex copy_if cout cref data_type deque
    empty_queue endl find find_if for_each forward_list function future gcd generate gather hash includes
    inner_product iota istream lcm left less_equal list lock map merge min_element max_element mutex none_of
    optional ostream partition plus priority_queue queue ratio reduce regex replace right rotate sample
    scan search set shared_mutex shuffle sort span stack string sum thread transform transform_reduce unique
    variant vector
""".split()

# Macros that programs define before they include anything.
MACROS = """
    A B C D E F G H I J K L M N O P Q R S T U V W X Y Z ABS ALPHA BETA BLOCK BLOCKS BLOCK_DIM BLOCK_SIZE BLOCK_X CHECK
    CUDA_CHECK COLS COUNT DATA_TYPE DEBUG DEPTH DIM EPS EPSILON ERROR EXPAND FALSE FLOAT GPU GRID HEIGHT IDX INDEX INF
    INFO ITER LENGTH LOG MASK MAX MIN NBLOCKS NTHREADS NUM NUM_THREADS NX NY NZ PI REAL RADIUS ROWS SIZE STEP STR SWAP
    THREADS TILE TILE_DIM TIMES TRUE TYPE VERBOSE WARP_SIZE WIDTH
""".split()


def syntax_errors(text: str) -> str:
    command = [
        "g++",
        "-std=c++17",
        "-fsyntax-only",
        "-Wall",
        "-Wextra",
        f"-I{INCLUDE}",
        "-xc++",
        "-",
    ]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False).stderr


def test_headers_bring_what_cudas_bring() -> None:
    command = ["g++", "-std=c++17", "-M", f"-I{INCLUDE}", "-xc++", "-"]
    done = subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True)
    standard = {
        Path(name).name for name in re.findall(r"\S+/c\+\+/[\d.]+/[a-z_.]+(?=\s)", done.stdout)
    }
    assert standard and standard <= ALLOWED


def test_programs_that_use_namespace_std_keep_their_names() -> None:
    globals_ = "".join(f"int {name};\n" for name in NAMES)
    uses = "".join(f"{name} = {i};\n" for i, name in enumerate(NAMES))
    text = f"{TEXT}using namespace std;\n{globals_}void use();\nvoid use() {{\n{uses}}}\n"
    assert syntax_errors(text) == ""


@pytest.mark.parametrize("value", ["10", ""])
def test_macros_in_capitals_do_no_harm(value: str) -> None:
    defined = "".join(f"#define {name} {value}\n" for name in MACROS)
    assert syntax_errors(defined + TEXT) == ""


def test_macros_for_the_smaller_and_the_larger_do_no_harm() -> None:
    smaller = (
        "#define min(a, b) ((a) < (b) ? (a) : (b))\n#define max(a, b) ((a) > (b) ? (a) : (b))\n"
    )
    text = f"#include <math.h>\n{smaller}{TEXT}int use(int a) {{ return min(a, 1) + max(a, 2); }}\n"
    assert syntax_errors(text) == ""
