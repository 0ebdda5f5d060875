"""The rewrite plans of a translation unit: one for each file of the project that takes part in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from clang.cindex import Cursor

from cn_migrate.diagnostics import Diagnostics, Fidelity, Refusal
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.host.api_uses import (
    find_api_uses,
    find_declarators,
    find_pasted,
    note_of,
)
from cn_migrate.parsers.cuda.host.branch_guards import branch_guard
from cn_migrate.parsers.cuda.host.declarations import CLASSES, Declarations, declarations
from cn_migrate.parsers.cuda.host.device_classes import device_classes
from cn_migrate.parsers.cuda.host.device_code import (
    is_balanced,
    is_member_defined_outside,
    is_method,
    mentioned,
    removal_of_function,
    removals_of_statements,
)
from cn_migrate.parsers.cuda.host.includes import (
    cuda_header,
    interface_part,
    is_ported,
    project_file,
)
from cn_migrate.parsers.cuda.host.kernels import kernel_of
from cn_migrate.parsers.cuda.host.launches import find_launches
from cn_migrate.parsers.cuda.host.library_calls import find_library_calls, find_loaded_libraries
from cn_migrate.parsers.cuda.host.macro_bodies import removal_in_macro
from cn_migrate.parsers.cuda.host.qualifiers import find_qualifiers
from cn_migrate.parsers.cuda.host.symbol_names import find_symbol_names
from cn_migrate.parsers.cuda.host.symbols import find_symbols, is_constexpr
from cn_migrate.parsers.cuda.host.texture_references import find_texture_references
from cn_migrate.parsers.cuda.host.tokens import Directive, Kind, Lexed, Token, lex
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit, join_launch_marks
from cn_migrate.project.includes import is_supplied
from cn_migrate.source import Language, SourceFile
from cn_migrate.source.host_plan import CompilerMacro, DeviceOnly, HostPlan, Include, Range, Removal

_COMPILER_MACROS = {"__CUDACC__", "__NVCC__"}
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_API_RULES = {
    Fidelity.MANUAL: "host-api",
    Fidelity.WEAKENED: "host-api-weakened",
    Fidelity.EMULATED: "host-api-emulated",
    Fidelity.DROPPED: "host-api-dropped",
}


def plan_files(unit: TranslationUnit, diagnostics: Diagnostics) -> dict[str, HostPlan]:
    """The plan of every project file of a host-pass unit, by name.  What cannot be planned is reported."""
    return _Planner(unit, diagnostics).plans()


class _Planner:
    def __init__(self, unit: TranslationUnit, diagnostics: Diagnostics) -> None:
        self.unit = unit
        self.diagnostics = diagnostics
        self.lexed: dict[SourceFile, Lexed] = {
            f: lex(join_launch_marks(f.data)) for f in unit.project_files()
        }
        self.skipped = {f: unit.skipped(f) for f in self.lexed}
        self.found: Declarations = declarations(unit)
        self.result = {
            f: HostPlan(
                f.name,
                is_unit=f.path == unit.file,
                language=unit.language,
                macros=self._function_macros(),
                top=_top(f, lexed),
                code_start=_code_start(f, lexed),
            )
            for f, lexed in self.lexed.items()
        }

    def plans(self) -> dict[str, HostPlan]:
        """Declarations first: what they remove holds no other facts."""
        self._kernels()
        self._symbols()
        self._texture_references()
        self._statements(self.found.shared, DeviceOnly.SHARED_VARIABLE)
        self._statements(self.found.device_namespaces, DeviceOnly.NAMESPACE)
        self._device_classes()
        self._device_functions()
        for file, plan in self.result.items():
            self._tokens(file, plan)
        self._undeclared()
        return {file.name: plan for file, plan in self.result.items()}

    def _function_macros(self) -> frozenset[str]:
        macros = self.found.macros.items()
        return frozenset(name for name, cursor in macros if clang.is_function_like(cursor))

    # -- declarations

    def _kernels(self) -> None:
        for function in self.found.kernels:
            try:
                placed = kernel_of(self.unit, function, self.lexed)
            except Refusal as refusal:
                self.diagnostics.refuse(refusal)
                continue
            if placed is None:
                continue
            file, kernel = placed
            if self._is_whole(file, kernel.body) and kernel not in self.result[file].kernels:
                self.result[file].kernels.append(kernel)

    def _symbols(self) -> None:
        for file, group in self._by_file(self.found.symbols).items():
            tokens = self.lexed[file].code
            variables = [v for v in group if not is_constexpr(tokens, v)]
            for symbol in find_symbols(self.unit, file, tokens, variables):
                if isinstance(symbol, Refusal):
                    self.diagnostics.refuse(symbol)
                else:
                    self.result[file].symbols.append(symbol)

    def _texture_references(self) -> None:
        for file, group in self._by_file(self.found.texture_references).items():
            for found in find_texture_references(self.unit, self.lexed[file].code, group):
                if isinstance(found, Refusal):
                    self.diagnostics.refuse(found)
                else:
                    self.result[file].texture_references.append(found)

    def _statements(self, cursors: list[Cursor], what: DeviceOnly) -> None:
        for file, group in self._by_file(cursors).items():
            found = removals_of_statements(self.lexed[file].code, group, what)
            self.result[file].removals.extend(r for r in found if self._is_whole(file, r.at))

    def _device_classes(self) -> None:
        """Remove those that no host code mentions."""
        groups = self._by_file(c for c in self.found.plain if c.kind in CLASSES).items()
        found = [(f, r) for f, group in groups for r in device_classes(self.lexed[f].code, group)]
        if not found:
            return
        keep = self._mentioned({r.name for _, r in found}, [*found, *self._removals(keep=set())])
        for file, removal in found:
            if removal.name not in keep:
                self._remove(file, removal)

    def _device_functions(self) -> None:
        """Remove them, but keep declarations of those that other host code mentions."""
        trial = list(self._removals(keep=set()))
        keep = self._mentioned({f.spelling for f in self.found.device_only}, trial)
        for file, removal in self._removals(keep):
            self._remove(file, removal)

    def _mentioned(self, names: set[str], trial: list[tuple[SourceFile, Removal]]) -> set[str]:
        """Those of `names` that stand in what is left once the removals of a trial are made."""
        found: set[str] = set()
        for file, lexed in self.lexed.items():
            gone = [*(r.at for f, r in trial if f is file), *self._gone(self.result[file])]
            found |= mentioned(names, lexed, gone)
        return found

    def _remove(self, file: SourceFile, removal: Removal) -> None:
        if any(known.at == removal.at for known in self.result[file].removals):
            return  # a macro writes several
        directives = self.lexed[file].directives
        guard = None
        if removal.what is DeviceOnly.FUNCTION and not is_balanced(removal.at, directives):
            guard = branch_guard(file, directives, removal.at)
        if guard is not None:
            self.result[file].branch_guards.append(guard)
        elif self._is_whole(file, removal.at):
            self.result[file].removals.append(removal)

    def _removals(self, keep: set[str]) -> Iterator[tuple[SourceFile, Removal]]:
        others = [*self.found.kernels, *self.found.symbols, *self.found.plain]
        occupied = {place for c in others if (place := self.unit.where(c.extent.start))}
        for file, functions in self._by_file(self.found.device_only).items():
            tokens = self.lexed[file].code
            classes = [r.at for r in self.result[file].removals if r.what is DeviceOnly.CLASS]
            for function in functions:
                start = function.extent.start.offset
                if any(at.start <= start < at.end for at in classes):
                    continue
                outside = is_member_defined_outside(function)
                kept = is_method(function) or (function.spelling in keep and not outside)
                shares = self.unit.where(function.extent.start) in occupied
                in_macro = removal_in_macro(self.unit, function, self.lexed, kept)
                if in_macro is not None and (kept or shares):
                    yield in_macro
                    continue
                removal = removal_of_function(tokens, function, kept)
                if removal is not None:
                    yield file, removal

    def _by_file(self, cursors: Iterable[Cursor]) -> dict[SourceFile, list[Cursor]]:
        groups: defaultdict[SourceFile, list[Cursor]] = defaultdict(list)
        for cursor in cursors:
            place = self.unit.where(cursor.location)
            if place is not None:
                groups[place[0]].append(cursor)
        return groups

    def _is_whole(self, file: SourceFile, at: Range) -> bool:
        """Can a range be cut out?  Reported where it begins in one branch of an #if and ends in another."""
        if is_balanced(at, self.lexed[file].directives):
            return True
        self.diagnostics.report(
            "host-construct",
            file.span(at.start, at.end),
            construct="device code that starts or ends inside of a branch of #if",
            note="put the whole function into each branch",
        )
        return False

    def _undeclared(self) -> None:
        if self.unit.language is not Language.C or self.unit.includes_cuda:
            return
        used = any(
            not self._is_inactive(file, use.at)
            for file, plan in self.result.items()
            for use in plan.api_uses
        )
        for plan in self.result.values():
            plan.calls_undeclared = used and plan.is_unit

    @staticmethod
    def _gone(plan: HostPlan) -> list[Range]:
        return [
            *(k.body for k in plan.kernels),
            *(r.at for r in plan.removals),
            *(g.at for g in plan.branch_guards),
            *(s.at for s in plan.symbols),
        ]

    # -- tokens

    def _tokens(self, file: SourceFile, plan: HostPlan) -> None:
        lexed = self.lexed[file]
        gone = self._gone(plan)
        runs = [_outside(tokens, gone) for tokens in lexed.sequences()]
        self.own_names = self.found.names.union(*map(find_declarators, runs))
        self.declared = self.own_names | self.found.supplied
        branches: list[int] = []
        for directive in lexed.directives:
            _enter_branch(branches, directive)
            self._directive(file, plan, directive, gone, tuple(branches))
        self._run(file, plan, _outside(lexed.code, gone), None)

    def _directive(
        self,
        file: SourceFile,
        plan: HostPlan,
        directive: Directive,
        gone: list[Range],
        branches: tuple[int, ...],
    ) -> None:
        if any(r.start <= directive.start and directive.end <= r.end for r in gone):
            return
        at = Range(directive.start, directive.end)
        if (header := cuda_header(file, directive)) is not None:
            plan.includes.append(Include(at, header, branches, interface_part(header)))
            if not is_ported(header, plan.language):
                self._refuse(file, directive.tokens[0], f"header '{header}'")
        if (name := project_file(file, directive, self.unit.root)) is not None:
            plan.project_includes.append(Include(at, name, branches))
        if any(f is file and at.start <= place < at.end for f, place in self.unit.unneeded_headers):
            plan.unneeded_includes.append(at)
        plan.compiler_macros += [
            CompilerMacro(Range(t.start, t.end), t.text)
            for t in directive.tokens
            if t.text in _COMPILER_MACROS
        ]
        if directive.name != "include":
            self._run(file, plan, _outside(directive.tokens, gone), directive)

    def _run(
        self, file: SourceFile, plan: HostPlan, tokens: list[Token], directive: Directive | None
    ) -> None:
        found = list(find_qualifiers(tokens, directive))
        plan.qualifiers += found
        for bound in (q for q in found if q.name == "__launch_bounds__"):
            self.diagnostics.report("launch-bounds", file.span(bound.at.start, bound.at.end))
        for use in find_api_uses(tokens, self.declared):
            if use.fidelity is Fidelity.MANUAL and self._is_inactive(file, use.at):
                continue  # nobody compiles it, here or in the port
            plan.api_uses.append(use)
            hidden = use.op in self.found.macros and use.op not in plan.macros
            if hidden and self.unit.language is not Language.C:
                at = Token(Kind.IDENTIFIER, use.name, use.at.start, use.at.end)
                self._refuse(file, at, f"'{use.name}' under a macro '{use.op}'")
            rule = _API_RULES.get(use.fidelity)
            if rule is not None:
                span = file.span(use.at.start, use.at.end)
                self.diagnostics.report(rule, span, name=use.name, note=note_of(use.name))
        self._library_calls(file, tokens)
        for token, text in find_symbol_names(tokens):
            span = file.span(text.start, text.end)
            plain = text.text.strip('"')
            self.diagnostics.report(
                "symbol-by-name", span, name=token.text, text=text.text, plain=plain
            )
        for token in find_pasted(tokens):
            self._refuse(file, token, f"a name of the API put together from '{token.text}' by ##")
        for token, launch in find_launches(tokens):
            if launch is None:
                self._refuse(file, token, "a launch whose kernel or arguments a macro supplies")
            else:
                plan.launches.append(launch)

    def _library_calls(self, file: SourceFile, tokens: list[Token]) -> None:
        if is_supplied(file.path):
            return
        for token, rule, library in find_library_calls(tokens, self.own_names):
            at = Range(token.start, token.end)
            if not self._is_inactive(file, at):
                span = file.span(at.start, at.end)
                self.diagnostics.report(rule, span, name=token.text, library=library)
        for token in find_loaded_libraries(tokens):
            if not self._is_inactive(file, Range(token.start, token.end)):
                self._refuse(file, token, f"CUDA's library loaded by its file's name {token.text}")

    def _is_inactive(self, file: SourceFile, at: Range) -> bool:
        return any(start <= at.start < end for start, end in self.skipped[file])

    def _refuse(self, file: SourceFile, token: Token, construct: str) -> None:
        span = file.span(token.start, token.end)
        self.diagnostics.report("host-construct", span, construct=construct, note="")


def _enter_branch(branches: list[int], directive: Directive) -> None:
    """Keep track of the #if branches around each line."""
    if directive.name in {"endif", "else"} or directive.name.startswith("elif"):
        branches[-1:] = []
    if directive.name.startswith(("if", "el")):
        branches.append(directive.start)


def _outside(tokens: list[Token], gone: list[Range]) -> list[Token]:
    if not gone:
        return tokens
    ranges = sorted(gone)
    result: list[Token] = []
    i = 0
    for token in tokens:
        while i < len(ranges) and ranges[i].end <= token.start:
            i += 1
        if i == len(ranges) or token.start < ranges[i].start:
            result.append(token)
    return result


def _code_start(file: SourceFile, lexed: Lexed) -> int:
    """Where the first code stands, or the first macro whose name headers may use: one that is not all capitals."""
    macros = [d for d in lexed.directives if d.name == "define" and len(d.tokens) > 2]
    starts = [d.start for d in macros if not d.tokens[2].text.isupper()]
    return min([*starts, *(t.start for t in lexed.code[:1])], default=len(file.data))


def _top(file: SourceFile, lexed: Lexed) -> int:
    """Where an #include that comes before everything may stand: after leading comments and `#pragma once`."""
    starts = sorted([d.start for d in lexed.directives] + [t.start for t in lexed.code[:1]])
    if not starts:
        return len(file.data)
    if not lexed.directives or lexed.directives[0].start != starts[0]:
        blank = list(_BLANK_LINE.finditer(file.data, 0, starts[0]))
        return blank[-1].end() if blank else 0  # a comment right before code belongs to the code
    if [t.text for t in lexed.directives[0].tokens[1:]] == ["pragma", "once"]:
        return starts[1] if len(starts) > 1 else len(file.data)
    return starts[0]
