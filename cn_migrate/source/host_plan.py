"""What a parser found in one host file that a port has to change: located facts, free of any target.

All places are byte ranges of the file.  Facts never overlap, except that arguments of a launch may hold API uses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cn_migrate.diagnostics import Fidelity
from cn_migrate.source.kernel_key import KernelKey, Value
from cn_migrate.source.language import Language


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Bytes `start` (inclusive) to `end` (exclusive) of a file."""

    start: int
    end: int


class ApiKind(StrEnum):
    """What an API name stands for."""

    FUNCTION = "function"
    TYPE = "type"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class ApiUse:
    """One mention of a name of the source's API; `op` is the hub's name for it.

    `is_scoped`: a type or namespace stands before it (`cudaMemcpyKind::cudaMemcpyDefault`).
    """

    at: Range
    name: str
    op: str
    kind: ApiKind
    fidelity: Fidelity
    is_scoped: bool = False


def api_type(op: str) -> str:
    """How the text of a type or signature mentions a type of the API, by the hub's name for it."""
    return f"${op}"


@dataclass(frozen=True, slots=True)
class Launch:
    """A kernel launch `callee OPEN grid, block, ... CLOSE (arguments)`.

    What stands between `open` and `close` is the configuration: grid, block, and if given the bytes of dynamic
    shared memory and the stream.
    """

    callee: Range
    open: Range
    close: Range
    arguments: Range


@dataclass(frozen=True, slots=True)
class Kernel:
    """The definition of a kernel, whose `body` (with its braces) moves to the device.

    `expression` names this very kernel from inside of itself (`saxpy<T>`), `arguments` are its
    parameters as a call passes them on (`a`, `values...`).  `unnamed` are parameters to be named:
    place and name.  With a `key`, instances are known by that and not by their names: the template's place, and
    its parameters that the function's parameters do not tell.
    """

    body: Range
    expression: str
    arguments: tuple[str, ...]
    unnamed: tuple[tuple[int, str], ...] = ()
    key: tuple[str, tuple[str | Value, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A keyword that only the source language knows, with its arguments: `__global__`, `__launch_bounds__(256)`."""

    at: Range
    name: str


class DeviceOnly(StrEnum):
    """What a stretch of text is that the host must not see."""

    FUNCTION = "device function"
    BODY = "body of a device function"
    SHARED_VARIABLE = "shared variable"
    NAMESPACE = "device namespace"
    CLASS = "device class"


@dataclass(frozen=True, slots=True)
class Removal:
    """Text that only the device compiles.  Of a BODY its declaration, which ends at `declared`, stays, for host code
    that mentions its name."""

    at: Range
    what: DeviceOnly
    name: str
    declared: int = 0


@dataclass(frozen=True, slots=True)
class BranchGuard:
    """A function that is device code in one branch of an #if and host code in the others, with the whole #if.

    `opening` is the directive under which the host may see it (`#ifndef ON_GPU`).
    """

    at: Range
    opening: str


@dataclass(frozen=True, slots=True)
class Include:
    """An #include line, without its line end.  `branches` are the #if branches around it, outermost first.

    `library` names the part of the native interface that stands in for the header; empty for the interface itself.
    """

    at: Range
    header: str
    branches: tuple[int, ...] = ()
    library: str = ""


@dataclass(frozen=True, slots=True)
class SymbolName:
    """One variable of a symbol declaration: `type` is spelled in full (`float[9]`, `$texture_object_t[2]` with a type
    of the API), `initialiser` as written.

    `qualified` is its name with its namespaces (`filter::coef`).  `functions` are the places in `initialiser`
    where device functions stand, with their names: the variable holds pointers to them.  `lacks_braces`: it may be
    a list that leaves the braces of inner arrays or records out.
    """

    name: str
    type: str
    qualified: str
    initialiser: str | None = None
    functions: tuple[tuple[Range, str], ...] = ()
    lacks_braces: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declaration (with its semicolon) of variables in device memory at namespace scope.

    `external`: other files may declare them too; `declares_only`: this is such a declaration.  `managed`: the host
    uses them as its own.
    """

    at: Range
    names: tuple[SymbolName, ...]
    external: bool = False
    declares_only: bool = False
    managed: bool = False


@dataclass(frozen=True, slots=True)
class TextureReference:
    """A variable through which device code reads a texture or surface that host code binds to it.

    Its declaration, with others maybe, begins at byte `start`; `name` stands there with nothing, or with a list of
    arguments, behind it.  `internal`: no other file may see it, though it does not say so.
    """

    start: int
    at: Range
    qualified: str
    has_arguments: bool = False
    internal: bool = True


@dataclass(frozen=True, slots=True)
class DeviceLambda:
    """A lambda in host code that goes to kernels.

    `around` are the parameters of the templates around it.  With `captures`, the range of its brackets and the
    list of all that it captures, its `body` (with its braces) moves to the device; without, the host keeps it.
    `parameters` are their names; `returns` tells of a return type that is written out.  `is_argument`: it stands
    in a macro's argument.
    """

    at: Range
    place: str
    around: tuple[str | Value, ...] = ()
    body: Range | None = None
    captures: tuple[Range, tuple[str, ...]] | None = None
    parameters: tuple[str, ...] = ()
    returns: bool = False
    is_argument: bool = False


@dataclass(frozen=True, slots=True)
class CompilerMacro:
    """A mention of the macro by which sources ask for the device compiler (`__CUDACC__`)."""

    at: Range
    name: str


@dataclass(slots=True)
class HostPlan:
    """All facts of one file, as the unit of `language` sees it that it belongs to.

    `is_unit`: it is compiled by itself; `calls_undeclared`: it is a C
    unit that uses the API, itself or in its headers, and includes none of the API's headers, as C lets it.
    """

    file: str
    is_unit: bool
    language: Language
    calls_undeclared: bool = False
    api_uses: list[ApiUse] = field(default_factory=list)
    launches: list[Launch] = field(default_factory=list)
    kernels: list[Kernel] = field(default_factory=list)
    qualifiers: list[Qualifier] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    branch_guards: list[BranchGuard] = field(default_factory=list)
    # #include lines of the source API's headers.
    includes: list[Include] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    texture_references: list[TextureReference] = field(default_factory=list)
    lambdas: list[DeviceLambda] = field(default_factory=list)
    compiler_macros: list[CompilerMacro] = field(default_factory=list)
    # Function-like macros that the program defines.
    macros: frozenset[str] = frozenset()
    # #include lines of headers that this machine lacks and nothing needs: they stay where they are found.
    unneeded_includes: list[Range] = field(default_factory=list)
    # #include lines of other files of the project, with their names.
    project_includes: list[Include] = field(default_factory=list)
    # Where a header that everything needs may stand: after leading comments and #pragma once.
    top: int = 0
    # Where the first text stands that is no comment and no directive, or a macro that headers may fall over.
    code_start: int = 0

    @property
    def has_kernels(self) -> bool:
        """Does the device compiler read it?"""
        return self.language is Language.CUDA

    @property
    def is_empty(self) -> bool:
        """Is there nothing to change?"""
        facts = (
            self.api_uses, self.launches, self.kernels, self.qualifiers, self.removals, self.branch_guards,
            self.includes, self.symbols, self.texture_references, self.lambdas, self.compiler_macros,
            self.unneeded_includes,
        )  # fmt: skip
        return not (any(facts) or (self.is_unit and self.has_kernels))


@dataclass(frozen=True, slots=True)
class KernelInstance:
    """One instance of a kernel that the program launches.

    `symbol` is its name in the device code; `expression` and `pointer_type` name it on the host:
    `ns::kern<float, 128>`, `void (*)(float *, int)`; where closures are among the template arguments it has a
    `key` instead, and `parameters`: size in bytes, and whether it is a pointer.  `symbols` are the device variables
    that follow its own parameters, `dynamic_shared` tells of a trailing pointer to dynamic shared memory,
    `indirect` that it follows pointers which it reads from memory.  `linkage` is what the original's linker calls
    it, where programs ask for kernels by name.  Types of the API stand as `api_type` spells them.
    """

    symbol: str
    expression: str
    pointer_type: str
    symbols: tuple[str, ...] = ()
    dynamic_shared: bool = False
    indirect: bool = False
    key: KernelKey | None = None
    parameters: tuple[tuple[int, bool], ...] = ()
    linkage: str = ""
