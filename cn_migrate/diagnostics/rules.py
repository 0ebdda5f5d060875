"""Every rule that the tool can report, one row each.  Names are stable: users suppress and search by them."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.diagnostics.model import Fidelity, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: `message` and `help` are format strings over the reporting site's values."""

    severity: Severity
    fidelity: Fidelity | None
    message: str
    help: str = ""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_F = Fidelity

RULES: dict[str, Rule] = {
    # -- reading the project
    "source-syntax": Rule(
        _E,
        _F.MANUAL,
        "does not compile: {message}",
        "mend the source, or give the flags it is compiled with (--extra-arg)",
    ),
    "missing-header": Rule(
        _E,
        _F.MANUAL,
        "header '{header}' was not found",
        "add its folder with -I, or install the library it belongs to",
    ),
    "unneeded-header": Rule(
        _W,
        _F.WEAKENED,
        "header '{header}' was not found, and nothing needs it; the port includes it only where it exists",
        "where it changes what a program does, install the library it belongs to and port again",
    ),
    "library-header": Rule(
        _E,
        _F.MANUAL,
        "header '{header}' belongs to {library}, which is not converted yet; the rest of the file was",
    ),
    "missing-declaration": Rule(
        _E,
        _F.MANUAL,
        "{message}: a header that may declare it was not found",
        "see the missing header above; what stands around this was left as it is",
    ),
    "supplied-header": Rule(
        _N,
        None,
        "header '{name}' is not in the project; one with the same interface was supplied",
        "give its folder with -I to have your own ported",
    ),
    "inactive-branch": Rule(
        _N,
        None,
        "this branch of #if is inactive with the flags given; its device code was not converted",
        "port again with the -D that enables it",
    ),
    "flag-dropped": Rule(
        _N, _F.DROPPED, "compiler flag '{flag}' has no meaning for the port and was dropped"
    ),
    "unknown-flag": Rule(
        _W,
        _F.DROPPED,
        "compiler flag '{flag}' is not known and was dropped",
        "if the program needs it, add it to the generated CMakeLists.txt",
    ),
    "library": Rule(
        _W,
        _F.DROPPED,
        "the program links '{name}', which the port does without; calls of it are reported where they stand",
    ),
    "missing-source": Rule(_W, None, "source '{name}', which the build names, does not exist"),
    "build-file": Rule(_N, None, "{message}"),
    "build-construct": Rule(_W, _F.DROPPED, "'{construct}' in the build file was not taken over"),
    "not-converted": Rule(
        _W, None, "no source of the project includes '{name}', so it was copied unchanged"
    ),
    "several-configurations": Rule(
        _W,
        _F.WEAKENED,
        "'{name}' is compiled with different flags for several programs; it was converted with the first",
    ),
    "tool-fault": Rule(
        _E,
        _F.MANUAL,
        "'{name}' was not converted: a fault of cn-migrate ({reason})",
        "please report it with the source; CN_MIGRATE_DEBUG=1 shows the details",
    ),
    "crash": Rule(
        _E,
        _F.MANUAL,
        "the conversion of '{name}' ended abnormally ({reason}); it was copied unchanged",
        "this is a fault of cn-migrate: please report it with the file",
    ),
    "fast-math": Rule(
        _N,
        _F.EMULATED,
        "'{name}' is compiled with -use_fast_math: denormal numbers are flushed, functions and division stay exact",
    ),
    "header-conflict": Rule(
        _E,
        _F.MANUAL,
        "sources need different changes of '{name}'; those of '{first}' were made, not those of '{second}'",
        "split the header, or port the programs one by one",
    ),
    "symbol-by-name": Rule(
        _W,
        None,
        "'{name}' is given a variable by its name {text}, which CUDA refuses since 5.0; the port finds it by that name",
        "name the variable itself: {name}({plain}, ...)",
    ),
    # -- what the project says itself
    "mapped": Rule(_N, None, "'{name}' became '{text}', as the project's rules say"),
    "excluded": Rule(
        _N,
        None,
        "'{name}' was copied as it is and is not built, as the project's rules say",
    ),
    "unused-allowance": Rule(
        _W, None, "nothing of the rule '{name}' was found where it is allowed"
    ),
    # -- porting onto an edited port
    "merged": Rule(_N, None, "hand edits of '{name}' were kept"),
    "merge-conflict": Rule(
        _E,
        _F.MANUAL,
        "'{name}' was edited by hand where the port changed too",
        "choose between the two texts that the marks <<<<<<< and >>>>>>> enclose",
    ),
    "merge-skipped": Rule(
        _E,
        _F.MANUAL,
        "'{name}' was changed by hand and in the project; the one that was changed by hand was kept",
        "compare it with the project's",
    ),
    "merge-orphan": Rule(
        _W,
        None,
        "'{name}' was edited by hand, and the port makes it no more; it was kept",
        "remove it where nothing uses it",
    ),
    # -- device code
    "device-construct": Rule(_E, _F.MANUAL, "{construct} in device code is not supported yet"),
    "device-function": Rule(_E, _F.MANUAL, "call of '{name}' in device code is not supported yet"),
    "device-function-differs": Rule(_N, _F.WEAKENED, "'{name}': {note}"),
    "device-function-emulated": Rule(_N, _F.EMULATED, "'{name}': {note}"),
    "group-barrier": Rule(
        _E,
        _F.MANUAL,
        "'{name}' lets other threads than those of one block or warp wait for each other; OpenCL has no such barrier",
        "end the kernel there, and launch what follows as a kernel of its own",
    ),
    "device-launch": Rule(
        _E,
        _F.MANUAL,
        "'{name}' from device code: only the host launches kernels and calls the runtime here",
        "launch it from the host, once the kernel that decides about it is done",
    ),
    "undefined-device-function": Rule(
        _E, _F.MANUAL, "device function '{name}' has no definition in the project"
    ),
    "damaged-function": Rule(
        _E,
        _F.MANUAL,
        "'{name}' was not converted: it uses what a missing header declares",
    ),
    "recursion": Rule(
        _E,
        _F.MANUAL,
        "'{name}' calls itself {places}; the target has no recursion",
        "turn the recursion into a loop; what calls itself in one place can be copied for each level, with more places "
        "the copies would multiply from level to level",
    ),
    "bounded-recursion": Rule(
        _W,
        _F.WEAKENED,
        "'{name}' calls itself; the target has no recursion: there is a copy for each of {levels} levels, and a "
        "deeper call ends the kernel with an error",
        "turn the recursion into a loop where it may be deeper",
    ),
    # -- address spaces
    "address-space": Rule(
        _E,
        _F.MANUAL,
        "'{name}' points to {first} memory here and to {second} memory elsewhere",
        "use two variables, one for each memory",
    ),
    # -- target
    "one-form": Rule(
        _W,
        _F.WEAKENED,
        "{message}; here the program runs on {devices} only",
        "choose them when the program runs (CN_DEVICE), or mend this to have the other kind too",
    ),
    "needs-fp64": Rule(
        _N, _F.EXACT, "kernel '{kernel}' needs a device with double precision (cl_khr_fp64)"
    ),
    "needs-generic-pointers": Rule(
        _N,
        _F.EXACT,
        "kernel '{kernel}' has pointers that point into several memories: it needs a device with generic pointers "
        "(OpenCL C 2.0, or 3.0 with __opencl_c_generic_address_space)",
        "use a variable for each memory to run on every device",
    ),
    "needs-int64-atomics": Rule(
        _N, _F.EXACT, "kernel '{kernel}' needs 64-bit atomics (cl_khr_int64_base_atomics)"
    ),
    "float-atomic": Rule(
        _N,
        _F.EMULATED,
        "atomic {op} on {type} becomes a compare-and-swap loop where the device has no such instruction",
    ),
    "loop-hint": Rule(
        _N, _F.EMULATED, "'#pragma unroll' is left to the target's compiler: {reason}"
    ),
    "private-shared": Rule(
        _N,
        _F.EXACT,
        "in the code for processors, each thread has its part of '{name}' for itself: no other thread uses it",
        "--without private-shared keeps it shared",
    ),
    "needless-barrier": Rule(
        _N,
        _F.EXACT,
        "this barrier is left out of the code for processors: {reason}",
        "--without needless-barriers keeps it",
    ),
    "launch-bounds": Rule(
        _N,
        _F.EMULATED,
        "'__launch_bounds__' is left out: registers are up to the target's compiler",
    ),
    "warp-operations": Rule(
        _N,
        _F.EMULATED,
        "kernel '{kernel}' uses warp operations: they go over local memory and barriers where the device has no "
        "sub-groups like CUDA's warps",
    ),
    "lockstep": Rule(
        _N,
        _F.EMULATED,
        "'{name}' counts on the threads of a warp to run in lockstep (shared memory, volatile or fenced, without "
        "barriers); in the port they wait for each other around each store",
    ),
    "converged": Rule(
        _N,
        _F.EMULATED,
        "threads part ways around barriers or warp operations in '{name}'; in the port all of a block walk "
        "through them together, and variables say who is active",
    ),
    "clock": Rule(
        _N,
        _F.EMULATED,
        "ticks of the device's clock where it has one, else each reading counts as 1000 ticks",
    ),
    "trap": Rule(
        _N,
        _F.EMULATED,
        "a thread that fails here goes on to its end; the launch fails at the next synchronisation",
    ),
    "relaxed-maths": Rule(
        _N, _F.EXACT, "'{name}' uses the target's fast version, which may round otherwise"
    ),
    # -- what a gate (--fail-on) asks for
    "api": Rule(_W, None, "{name} is {fidelity} ({uses} uses)", "see cn-migrate api {name}"),
    "unverified": Rule(
        _W,
        None,
        "{what}",
        "give the program arguments with which it launches the kernel, on inputs that the interpreter can run",
    ),
    # -- host code
    "host-api": Rule(_E, _F.MANUAL, "'{name}' has no equivalent on the target yet", "{note}"),
    "host-api-in-c": Rule(
        _E,
        _F.MANUAL,
        "'{name}' is ported for C++ only, and this source is C",
        "compile it as C++, or move the call into a C++ source",
    ),
    "host-api-weakened": Rule(_W, _F.WEAKENED, "'{name}': {note}"),
    "host-api-emulated": Rule(_N, _F.EMULATED, "'{name}': {note}"),
    "host-api-dropped": Rule(_W, _F.DROPPED, "'{name}': {note}"),
    "library-call": Rule(
        _E,
        _F.MANUAL,
        "'{name}': calls of {library} are not converted yet",
        "write the computation as a kernel",
    ),
    "library-handle": Rule(
        _W,
        _F.DROPPED,
        "'{name}': the handle stays, but no function of {library} computes with it",
    ),
    "host-construct": Rule(
        _E, _F.MANUAL, "{construct} in host code is not supported yet", "{note}"
    ),
}
