"""LLVM IR to machine code, for this machine's processors and others, with llvmlite alone.

Code for this machine is kept in the user's cache folder, by text, processor and version of LLVM.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import llvmlite.binding as llvm

from cn_migrate import cache as kept

_KEPT = 256
_MOST_EFFORT = 3  # as -O3
# Functions that code may call beside those that are in the process: C's, and those of whole vectors.
_LIBRARIES = ("libm.so.6", "libmvec.so.1")


class MachineCodeError(Exception):
    """LLVM does not take a text; the message is LLVM's."""


@dataclass(frozen=True)
class Processor:
    """What code is made for: LLVM's triple, processor and features; a kernel's ABI where there are several."""

    triple: str
    cpu: str = ""
    features: str = ""
    abi: str = ""

    def machine(self, jit: bool = False, effort: int = _MOST_EFFORT) -> Any:
        """LLVM's machine for it; `effort` is LLVM's level of optimisation."""
        _initialise()
        target = llvm.Target.from_triple(self.triple)
        return target.create_target_machine(
            cpu=self.cpu,
            features=self.features,
            opt=effort,
            reloc="pic",
            codemodel="jitdefault" if jit else "default",
            jit=jit,
            abiname=self.abi,
        )


@cache
def _initialise() -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()


@cache
def this_processor() -> Processor:
    """The processor that runs this."""
    _initialise()
    return Processor(
        llvm.get_process_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    )


def optimised(
    text: str, machine: Any, effort: int = _MOST_EFFORT, without: Collection[str] = ()
) -> Any:
    """LLVM's module of a text, for a machine, optimised, `without` some functions.  Raises MachineCodeError."""
    try:
        module = llvm.parse_assembly(text)
        module.verify()
    except RuntimeError as error:
        raise MachineCodeError(str(error)) from None
    for function in module.functions:
        if function.name in without:
            function.linkage = "internal"  # nobody calls it, so LLVM leaves it out
    module.triple = machine.triple
    module.data_layout = str(machine.target_data)
    options = llvm.create_pipeline_tuning_options(speed_level=effort)
    options.loop_vectorization = options.slp_vectorization = True
    options.loop_interleaving = options.loop_unrolling = True
    passes = llvm.create_pass_builder(machine, options)
    passes.getModulePassManager().run(module, passes)
    return module


def object_code(
    text: str,
    processor: Processor,
    jit: bool = False,
    effort: int = _MOST_EFFORT,
    without: Collection[str] = (),
) -> bytes:
    """The object file of a text, `without` some of its functions.  Raises MachineCodeError."""
    machine = processor.machine(jit, effort)
    return bytes(machine.emit_object(optimised(text, machine, effort, without)))


def assembly(text: str, processor: Processor) -> str:
    """The assembly of a text.  Raises MachineCodeError."""
    machine = processor.machine()
    return str(machine.emit_assembly(optimised(text, machine)))


class Library:
    """Machine code of this machine in this process, until `close`."""

    _numbers = count()  # LLVM wants a name of its own for each, those that are closed included

    def __init__(self, code: bytes, functions: Sequence[str]) -> None:
        for library in _LIBRARIES:
            _load(library)
        builder = llvm.JITLibraryBuilder().add_object_img(code).add_current_process()
        for function in functions:
            builder.export_symbol(function)
        self._tracker = builder.link(_compiler(), f"library{next(self._numbers)}")
        self._addresses = {function: int(self._tracker[function]) for function in functions}

    def address(self, function: str) -> int:
        """Where a function is; KeyError for one that is not there."""
        return self._addresses[function]

    def close(self) -> None:
        """Take the code out of the process."""
        self._tracker.close()


@cache
def _load(library: str) -> None:
    """A library that is not there is found out by the functions that are missed."""
    try:
        ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return
    llvm.load_library_permanently(library)


@cache
def _compiler() -> Any:
    return llvm.create_lljit_compiler(this_processor().machine(jit=True))


def code_here(text: str, without: Collection[str] = ()) -> bytes:
    """The machine code of a text for this machine, `without` some functions, out of the cache where it is.

    Raises MachineCodeError.
    """
    processor = this_processor()
    parts = (text, sorted(without), processor.cpu, processor.features, llvm.llvm_version_info)
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    folder = kept.folder("machine-code")
    place = None if folder is None else folder / f"{digest}.o"
    if place is not None and place.is_file():
        data = place.read_bytes()
        check, code = data[:32], data[32:]
        if hashlib.sha256(code).digest() == check:
            return code
    code = object_code(text, processor, jit=True, without=without)
    if place is not None:
        kept.keep(place, lambda new: new.write_bytes(hashlib.sha256(code).digest() + code), _KEPT)
    return code


def main(arguments: Sequence[str]) -> int:
    """Compile standard input to standard output: `object` or `assembly`, then triple, processor, features, ABI."""
    form, triple, cpu, features, abi = arguments
    processor = Processor(triple, cpu, features, abi)
    text = sys.stdin.buffer.read().decode()
    try:
        code = (
            assembly(text, processor).encode()
            if form == "assembly"
            else object_code(text, processor)
        )
    except MachineCodeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.buffer.write(code)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
