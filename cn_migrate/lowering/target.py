"""What a target's language and devices can do, as far as lowering has to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A target language at its lowest version."""

    name: str
    version: str
    has_generic_pointers: bool  # one pointer type for all address spaces
    has_program_variables: bool  # device variables outside of functions that the host can write
    has_recursion: bool


OPENCL = Target(
    "opencl", "1.2", has_generic_pointers=False, has_program_variables=False, has_recursion=False
)
OPENMP = Target(
    "openmp", "4.5", has_generic_pointers=True, has_program_variables=True, has_recursion=False
)
# Code for the machine's own processors by way of LLVM.
PROCESSOR = Target(
    "processor", "llvm", has_generic_pointers=True, has_program_variables=True, has_recursion=False
)
# Code for machines that run the threads of a block at once, by way of LLVM.
ACCELERATOR = Target(
    "accelerator",
    "llvm",
    has_generic_pointers=True,
    has_program_variables=False,
    has_recursion=False,
)
