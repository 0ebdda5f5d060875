"""A host plan as edits of the file's text, in the spelling of the native interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import PurePosixPath

from cn_migrate.diagnostics import Fidelity
from cn_migrate.emitters.opencl.host.kernel_keys import (
    instance_text,
    lambda_body,
    lambda_head,
    lambda_tail,
)
from cn_migrate.emitters.opencl.host.layout import (
    after_blanks,
    before_blanks,
    body_with,
    cut,
    line_end,
)
from cn_migrate.emitters.opencl.host.spelling import (
    HEADERS,
    NAMESPACE,
    QUALIFIERS,
    WITH_KERNELS,
    library_header,
    spell,
    spell_types,
)
from cn_migrate.source import Edit
from cn_migrate.source.host_plan import (
    BranchGuard,
    DeviceLambda,
    DeviceOnly,
    HostPlan,
    Include,
    Kernel,
    Launch,
    Qualifier,
    Range,
    Removal,
    Symbol,
    SymbolName,
)

_INLINE = re.compile(rb"\b(?:inline|__inline__|__inline)\b")
_BLANKS_AT_END = re.compile(rb"(?:\s|\\\r?\n)+\Z")
_DECLARATION_ENDS = re.compile(rb"[;{}]")


def rewrite(
    plan: HostPlan,
    data: bytes,
    registrations: str | None = None,
    asks_for_compiler: bool = False,
    is_included: bool = False,
) -> list[Edit]:
    """The edits that port one file.

    `registrations` is the generated header to include at its end, relative to it.  `asks_for_compiler`: this
    unit or a header of it asks whether the device compiler reads it.  `is_included`: other units #include it too,
    and register its kernels with their own.
    """
    edits = [
        *_includes(plan, data, asks_for_compiler),
        *(_unneeded_include(at, data) for at in plan.unneeded_includes),
        *_api_uses(plan),
        *(e for launch in plan.launches for e in _launch(launch, data)),
        *(e for kernel in plan.kernels for e in _kernel(kernel, data)),
        *_qualifiers(plan, data),
        *(_removal(r, data) for r in plan.removals),
        *(e for guard in plan.branch_guards for e in _branch_guard(guard, data)),
        *(e for symbol in plan.symbols for e in _symbol(symbol, data)),
        *_texture_references(plan),
        *(e for found in plan.lambdas for e in _lambda(found)),
        *(_edit(m.at, WITH_KERNELS, "compiler macro") for m in plan.compiler_macros),
    ]
    if registrations is not None:
        newline = line_end(data)
        start = "" if not data or data.endswith(b"\n") else newline
        lines = [f'#include "{registrations}"']
        if is_included:
            lines = ["#if __INCLUDE_LEVEL__ == 0", *lines, "#endif"]
        text = start + "".join(line + newline for line in lines)
        edits.append(_edit(Range(len(data), len(data)), text, "kernel registrations"))
    return edits


def _edit(at: Range, text: str, reason: str) -> Edit:
    return Edit(at.start, at.end, text.encode("utf-8", "surrogateescape"), reason)


def _text(data: bytes, at: Range) -> str:
    return data[at.start : at.end].decode("utf-8", "surrogateescape")


# -- includes


def _includes(plan: HostPlan, data: bytes, asks_for_compiler: bool) -> Iterator[Edit]:
    depth = len(PurePosixPath(plan.file).parts) - 1
    interface = f'#include "{"../" * depth}{HEADERS[plan.language]}"'
    newline = line_end(data)
    top = ""
    if plan.is_unit and plan.has_kernels and asks_for_compiler:
        top += f"#define {WITH_KERNELS} 1{newline}"
    placed: list[tuple[str, tuple[int, ...]]] = []

    def place(line: str, branches: tuple[int, ...]) -> list[str]:
        """`line`, unless it stands already where `branches` see it."""
        if any(line == known and branches[: len(path)] == path for known, path in placed):
            return []
        placed.append((line, branches))
        return [line]

    needs_header = plan.has_kernels and not _replaces_prelude(plan)
    if plan.is_unit and (needs_header or plan.calls_undeclared):
        top += interface + newline
        place(interface, ())
    if top:
        yield _edit(Range(plan.top, plan.top), top, "native interface")
    for include in plan.includes:
        lines = place(interface, include.branches)
        if include.library:
            part = f'#include "{"../" * depth}{library_header(include.library)}"'
            lines += place(part, include.branches)
        at = include.at if lines else cut(data, include.at)
        yield _edit(at, newline.join(lines), f"header {include.header}")


def _unneeded_include(at: Range, data: bytes) -> Edit:
    """`#include <x.h>` -> the same between `#if __has_include(<x.h>)` and `#endif`."""
    line, newline = _text(data, at), line_end(data)
    header = f"<{line.partition('<')[2].partition('>')[0]}>"
    text = newline.join([f"#if __has_include({header})", line, "#endif"])
    return _edit(at, text, f"header {header}")


def _replaces_prelude(plan: HostPlan) -> bool:
    """Does the file include the API itself before any code of its own or of the project may need it?"""
    first: Include | None = plan.includes[0] if plan.includes else None
    if first is None or first.branches or first.at.start > plan.code_start:
        return False
    return all(other.at > first.at for other in plan.project_includes)


# -- expressions


def _api_uses(plan: HostPlan) -> Iterator[Edit]:
    moved = [launch.callee for launch in plan.launches]
    for use in plan.api_uses:
        if use.fidelity is Fidelity.MANUAL or any(r.start <= use.at.start < r.end for r in moved):
            continue
        yield _edit(use.at, spell(use, plan.language, plan.macros), use.name)


def _launch(launch: Launch, data: bytes) -> Iterator[Edit]:
    """`kernel<<<grid, block>>>(a)` -> `cn::launch(grid, block, [&] { kernel(a); })`; the order of evaluation stays."""
    callee = _text(data, launch.callee)
    head = Range(launch.callee.start, after_blanks(data, launch.open.end))
    yield _edit(head, f"{NAMESPACE}::launch(", "launch")
    middle = Range(before_blanks(data, launch.close.start), launch.arguments.start)
    yield _edit(middle, f", [&] {{ {callee}", "launch")
    end = launch.arguments.end
    yield _edit(Range(end, end), "; })", "launch")


# -- declarations


def _kernel(kernel: Kernel, data: bytes) -> Iterator[Edit]:
    for at, name in kernel.unnamed:
        space = "" if data[at - 1 : at] in {b" ", b"*", b"&"} else " "
        yield _edit(Range(at, at), space + name, "unnamed parameter")
    stub = kernel.expression
    if kernel.key is not None:
        stub = instance_text(stub, kernel.key)
    arguments = ", ".join([stub, *kernel.arguments])
    call = f"{NAMESPACE}::run_kernel({arguments});"
    yield _edit(kernel.body, body_with(data, kernel.body, call), "kernel body")


def _lambda(found: DeviceLambda) -> Iterator[Edit]:
    """`[=](int i) { x[i] = a; }` -> `cn::device_lambda<...>([x, a](int i) { cn::on_device(i); })`."""
    start, end = found.at.start, found.at.end
    head = lambda_head(found)
    if found.captures is not None and found.body is not None:
        brackets, names = found.captures
        yield _edit(brackets, f"{head}[{', '.join(names)}]", "device lambda")
        body = f"{{ {lambda_body(found)} }}{lambda_tail(found)}"
        yield _edit(found.body, body, "device lambda")
        return
    yield _edit(Range(start, start), head, "device lambda")
    yield _edit(Range(end, end), lambda_tail(found), "device lambda")


def _qualifiers(plan: HostPlan, data: bytes) -> Iterator[Edit]:
    """Neighbouring keywords go as one, so that the blanks between them go once."""
    ordered = sorted(plan.qualifiers, key=lambda q: q.at)
    run = 0
    runs = [0]
    for left, right in pairwise(ordered):
        run += data[left.at.end : right.at.start].strip(b" \t") != b""
        runs.append(run)
    for _, group in groupby(zip(runs, ordered, strict=False), key=lambda pair: pair[0]):
        yield _qualifier_run(data, [qualifier for _, qualifier in group])


def _qualifier_run(data: bytes, run: list[Qualifier]) -> Edit:
    at = Range(run[0].at.start, run[-1].at.end)
    words = [word for word in (_qualifier(data, q) for q in run) if word]
    if "inline" in words and _is_inline(data, at):
        words.remove("inline")
    reason = " ".join(q.name for q in run)
    return _edit(at if words else cut(data, at), " ".join(dict.fromkeys(words)), reason)


def _qualifier(data: bytes, qualifier: Qualifier) -> str:
    template = QUALIFIERS.get(qualifier.name, "")
    arguments = _text(data, qualifier.at).removeprefix(qualifier.name).strip()
    return template.format(arguments=arguments)


def _is_inline(data: bytes, at: Range) -> bool:
    """Does the declaration around a keyword say `inline` by itself?"""
    before = _DECLARATION_ENDS.split(data[max(0, at.start - 200) : at.start])[-1]
    line = before.rpartition(b"#")[2] if b"#" in before else before
    after = data[at.end : at.end + 200].partition(b"(")[0]
    after = _DECLARATION_ENDS.split(after)[0].partition(b"\n#")[0]
    return bool(_INLINE.search(line) or _INLINE.search(after))


def _removal(removal: Removal, data: bytes) -> Edit:
    if removal.what is not DeviceOnly.BODY:
        return _edit(cut(data, removal.at), "", f"{removal.what} {removal.name}")
    comment = _BLANKS_AT_END.sub(b"", data[removal.declared : removal.at.start])
    has_semicolon = data[removal.at.end :].lstrip()[:1] == b";" and not comment
    text = "" if has_semicolon else f";{comment.decode('utf-8', 'surrogateescape')}"
    if b"//" in comment and data[removal.at.end :].partition(b"\n")[0].strip():
        text += line_end(data)
    reason = f"{removal.what} {removal.name}"
    return _edit(Range(removal.declared, removal.at.end), text, reason)


def _branch_guard(guard: BranchGuard, data: bytes) -> Iterator[Edit]:
    start, end = guard.at.start, guard.at.end
    newline = line_end(data)
    yield _edit(Range(start, start), guard.opening + newline, "device branch")
    rest = data[end:].partition(b"\n")[0].strip()
    behind = newline if rest and not rest.startswith((b"//", b"/*")) else ""
    yield _edit(Range(end, end), f"{newline}#endif{behind}", "device branch")


def _initialiser(name: SymbolName) -> str:
    """An initialiser with `cn::device_function("add(float)")` for what was `add`; inner braces may be missing."""
    text = name.initialiser or ""
    for at, function in sorted(name.functions, reverse=True):
        text = f'{text[: at.start]}{NAMESPACE}::device_function("{function}"){text[at.end :]}'
    if name.lacks_braces:
        return f"{NAMESPACE}::initial<{spell_types(name.type)}>{{{text}}}.value"
    return text


# A line for the preprocessor, with those that continue it.
_DIRECTIVE = re.compile(rb"^[ \t]*#(?:[^\n\\]|\\.)*\n?", re.MULTILINE | re.DOTALL)
_DECLARATOR_END = re.compile(rb"[={;]")


def _symbol(symbol: Symbol, data: bytes) -> Iterator[Edit]:
    """The declaration anew.  Lines for the preprocessor between its words (`#endif` behind `__constant__`) stay."""
    start, end = symbol.at.start, symbol.at.end
    behind = _DECLARATOR_END.search(_DIRECTIVE.sub(lambda m: b"#" * len(m[0]), data[start:end]))
    head = end if behind is None else start + behind.start()
    for line in _DIRECTIVE.finditer(data, start, head):
        if start < line.start():
            yield _edit(Range(start, line.start()), "", "device variable")
        start = line.end()
    yield _edit(Range(start, end), _declared(symbol), "device variable")


def _declared(symbol: Symbol) -> str:
    storage = "extern " if symbol.declares_only else "" if symbol.external else "static "
    declared = []
    for name in symbol.names:
        initial = f", {_initialiser(name)}" if name.initialiser is not None else ""
        arguments = f'"{name.qualified}"{initial}'
        object_type = spell_types(name.type)
        if symbol.managed:
            type_ = f"{NAMESPACE}::managed<{object_type}>"
            value = f" = {NAMESPACE}::make_managed<{object_type}>({arguments})"
        else:
            type_, value = f"{NAMESPACE}::symbol<{object_type}>", f"{{{arguments}}}"
        declared.append(f"{storage}{type_} {name.name}{'' if symbol.declares_only else value};")
    return " ".join(declared)


def _texture_references(plan: HostPlan) -> Iterator[Edit]:
    """`texture<float> t(1);` -> `static cn::texture<float> t{"t", 1};`: device code knows it by its name."""
    starts = {reference.start for reference in plan.texture_references if reference.internal}
    for start in starts:
        yield _edit(Range(start, start), "static ", "texture reference")
    for reference in plan.texture_references:
        end = reference.at.end
        text = f'"{reference.qualified}"'
        at = end + 1 if reference.has_arguments else end
        text = f"{text}, " if reference.has_arguments else f"{{{text}}}"
        yield _edit(Range(at, at), text, "texture reference")
