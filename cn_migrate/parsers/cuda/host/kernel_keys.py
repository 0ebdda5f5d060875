"""Kernel instances whose template arguments hold closures: their keys, and the lambdas on the host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clang.cindex import Cursor, CursorKind, TemplateArgumentKind, Type, TypeKind

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.closures import CLOSURE, captures, is_closure
from cn_migrate.parsers.cuda.host.declarations import CLASSES, body_of
from cn_migrate.parsers.cuda.host.tokens import Kind, Tokens, closing, index_at, lex, split
from cn_migrate.parsers.cuda.template_arguments import argument_texts
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.source import SourceFile
from cn_migrate.source.host_plan import DeviceLambda, HostPlan, KernelInstance, Range
from cn_migrate.source.kernel_key import KernelKey, LambdaName, Name, TemplateName, Value

K = CursorKind
_PARAMETERS = (
    K.TEMPLATE_TYPE_PARAMETER,
    K.TEMPLATE_NON_TYPE_PARAMETER,
    K.TEMPLATE_TEMPLATE_PARAMETER,
)


def key_parameters(template: Cursor) -> tuple[str | Value, ...] | None:
    """The parameters of a kernel template that its function's parameters do not tell; None where one has no name."""
    told = {t.spelling for p in _children(template, (K.PARM_DECL,)) for t in p.get_tokens()}
    names = [_parameter(p) for p in _children(template, _PARAMETERS)]
    if any(name is None for name in names):
        return None
    return tuple(n for n in names if n is not None and _text(n) not in told)


def kernel_key(
    unit: TranslationUnit, template: Cursor
) -> tuple[str, tuple[str | Value, ...]] | None:
    """What the host function of a kernel template is rewritten with where its instances are known by keys."""
    rest = key_parameters(template)
    return None if rest is None else (place_of(unit, template), rest)


def takes_plain_type(template: Cursor) -> bool:
    """May a closure be an argument: is there a type parameter that stands alone as the type of function parameters?"""
    parameters = [
        ([t.spelling for t in p.get_tokens()], p.spelling)
        for p in _children(template, (K.PARM_DECL,))
    ]
    for type_ in _children(template, (K.TEMPLATE_TYPE_PARAMETER,)):
        uses = [words for words, _ in parameters if type_.spelling in words]
        plain = [
            words
            for words, name in parameters
            if type_.spelling
            and set(words) - {"const", "...", name, "__grid_constant__"} == {type_.spelling}
        ]
        if uses and len(uses) == len(plain):
            return True
    return False


def _parameter(cursor: Cursor) -> str | Value | None:
    if not cursor.spelling:
        return None
    is_type = cursor.kind == K.TEMPLATE_TYPE_PARAMETER
    return str(cursor.spelling) if is_type else Value(cursor.spelling)


def _text(name: str | Value) -> str:
    return name.text if isinstance(name, Value) else name


def _children(cursor: Cursor, kinds: tuple[CursorKind, ...]) -> list[Cursor]:
    return [c for c in cursor.get_children() if c.kind in kinds]


# -- keys of instances -------------------------------------------------------------------------------


def holds_closure(kernel: Cursor) -> bool:
    """Has a kernel instance a closure among its template arguments?"""
    return CLOSURE.search(clang.qualified_signature(kernel)) is not None


def place_of(unit: TranslationUnit, cursor: Cursor) -> str:
    """`file:line:column` in the project."""
    name, offset = clang.file_location(cursor.location)
    file = unit.source_file(name)
    if file is None:
        return ""
    span = file.span(offset, offset)
    return f"{file.name}:{span.line}:{span.column}"


class ClosureKeys:
    """Makes keys of instances, and collects the lambdas that they name."""

    def __init__(self, unit: TranslationUnit) -> None:
        self.unit = unit
        self._closures: dict[int, Cursor] = {}
        self._templates: dict[str, Cursor] = {}

    def name_instance(self, symbol: str, kernel: Cursor) -> KernelInstance:
        """The instance with its key.  Raises Refusal where it has none."""
        template = kernel.specialized_template
        found = kernel_key(self.unit, _definition(template)) if template is not None else None
        if found is None:
            raise self._refusal(
                kernel, "a kernel template with closures and parameters without name"
            )
        place, rest = found
        arguments = dict(self._arguments(kernel, _definition(template)))
        key = KernelKey(
            place,
            tuple(self._type(t) for t in kernel.type.argument_types()),
            tuple(arguments[_text(name)] for name in rest),
        )
        self._templates.setdefault(place, _definition(template))
        return KernelInstance(symbol, kernel.spelling, "", key=key)

    def _arguments(self, scope: Cursor, template: Cursor) -> Iterator[tuple[str, Name]]:
        parameters = _children(template, _PARAMETERS)
        texts = argument_texts(scope)
        for i, parameter in enumerate(parameters):
            kind = scope.get_template_argument_kind(i)
            if kind == TemplateArgumentKind.TYPE:
                yield parameter.spelling, self._type(scope.get_template_argument_type(i))
            elif kind == TemplateArgumentKind.INTEGRAL:
                yield parameter.spelling, Value(str(scope.get_template_argument_value(i)))
            elif len(texts) != len(parameters) or CLOSURE.search(texts[i]):
                raise self._refusal(scope, "a template with such arguments, and closures,")
            elif parameter.kind == K.TEMPLATE_TYPE_PARAMETER:
                yield parameter.spelling, texts[i]  # of a method libclang tells no more
            else:
                yield parameter.spelling, Value(texts[i])

    def _type(self, type_: Type) -> Name:
        canonical = type_.get_canonical()
        declaration = canonical.get_declaration()
        if is_closure(declaration):
            self._closures.setdefault(declaration.hash, declaration)
            return LambdaName(place_of(self.unit, declaration), self._around(declaration))
        text = clang.qualified_type(canonical)
        if not CLOSURE.search(text):
            return text
        arguments = [
            canonical.get_template_argument_type(i)
            for i in range(max(0, canonical.get_num_template_arguments()))
        ]
        if not arguments or any(a.kind == TypeKind.INVALID for a in arguments):
            raise self._refusal(
                declaration, f"a kernel's argument of type '{CLOSURE.sub('lambda', text)}'"
            )
        template = text.removeprefix("const ").partition("<")[0]
        return TemplateName(template, tuple(self._type(a) for a in arguments))

    def _around(self, closure: Cursor) -> tuple[Name, ...]:
        return tuple(
            name
            for scope, template, _ in self._scopes(closure)
            for _, name in self._arguments(scope, template)
        )

    def _scopes(self, closure: Cursor) -> list[tuple[Cursor, Cursor, list[Cursor]]]:
        """The templates' instances around a closure, their templates, and the parameters by the names that hold there.

        Outermost first.
        """
        found = []
        scope = closure.semantic_parent
        renamed: list[Cursor] = []
        while scope is not None and scope.kind != K.TRANSLATION_UNIT:
            template = scope.specialized_template
            if template is not None and template.kind == K.CXX_METHOD:
                renamed = self._parameters_outside(scope, template)
            elif template is not None and template.location == scope.location:
                parameters = _children(template, _PARAMETERS)
                found.append(
                    (scope, template, renamed if scope.kind in CLASSES and renamed else parameters)
                )
            elif template is not None and scope.kind == K.CXX_METHOD:
                raise self._refusal(
                    scope, "a device lambda in a method template defined outside of its class"
                )
            if template is not None and template.kind == K.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION:
                raise self._refusal(closure, "a device lambda in a partial specialisation")
            scope = scope.semantic_parent
        return found[::-1]

    def _parameters_outside(self, method: Cursor, template: Cursor) -> list[Cursor]:
        """The class template's parameters, as a definition of the method outside of the class calls them."""
        if template.location == method.location:
            return []
        definition = template.get_definition()
        if definition is None or definition.location != method.location:
            raise self._refusal(method, "a device lambda in an explicit specialisation of a method")
        return _children(definition, _PARAMETERS)

    def _refusal(self, cursor: Cursor, construct: str) -> Refusal:
        span = self.unit.span_of(cursor)
        return Refusal("host-construct", span, construct=construct, note="use a functor")

    # -- the lambdas themselves ----------------------------------------------------------------------

    def lambdas(self) -> Iterator[tuple[SourceFile, DeviceLambda]]:
        """The lambdas of the instances named since the last call.  Raises Refusal."""
        closures, self._closures = self._closures, {}
        for closure in closures.values():
            yield self._lambda(closure)

    def _lambda(self, closure: Cursor) -> tuple[SourceFile, DeviceLambda]:
        name, start = clang.file_location(closure.location)
        file = self.unit.source_file(name)
        if file is None or clang.spelling_location(closure.location) != (name, start):
            raise self._refusal(closure, "a device lambda in the body of a macro")
        tokens = lex(file.data).code
        first = index_at(tokens, start)
        brackets = closing(tokens, first)
        body = None if brackets is None else _body(tokens, brackets + 1)
        end = None if body is None else closing(tokens, body)
        if brackets is None or body is None or end is None:
            raise self._refusal(closure, "a device lambda put together by macros")
        around = self._around_names(closure)
        found = DeviceLambda(
            Range(start, tokens[end].end),
            place_of(self.unit, closure),
            around,
            is_argument=closure.location.offset != start,
        )
        if not _is_device_only(closure):
            return file, found
        written = tokens[first + 1 : brackets]
        all_ = self._all_captures(closure, written, file)
        return file, replace(
            found,
            body=Range(tokens[body].start, tokens[end].end),
            captures=(Range(start, tokens[brackets].end), all_),
            parameters=_parameter_names(closure),
            returns=any(t.text == "->" for t in tokens[brackets:body]),
        )

    def _around_names(self, closure: Cursor) -> tuple[str | Value, ...]:
        names = [_parameter(p) for _, _, parameters in self._scopes(closure) for p in parameters]
        if any(name is None for name in names):
            raise self._refusal(
                closure, "a device lambda in a template with parameters without name"
            )
        return tuple(name for name in names if name is not None)

    def _all_captures(self, closure: Cursor, written: Tokens, file: SourceFile) -> tuple[str, ...]:
        """The captures as one writes them; a default is replaced by what it captures."""
        parts = [p for p in split(written) if p]
        texts = [file.text(p[0].start, p[-1].end) for p in parts]
        if not parts or [t.text for t in parts[0]] not in (["="], ["&"]):
            return tuple(texts)
        default, *rest = texts
        explicit = {t.text for p in parts for t in p if t.kind is Kind.IDENTIFIER}
        names: list[str] = []
        for capture in captures(closure, _operator(closure)):
            if capture.variable is None:
                names.append("this")
            elif not capture.is_init and capture.variable.spelling not in explicit:
                pack = any(t.spelling == "..." for t in capture.variable.get_tokens())
                mark = "&" if default == "&" else ""
                names.append(mark + capture.variable.spelling + ("..." if pack else ""))
        return tuple(rest + [n for n in dict.fromkeys(names) if n not in rest])

    def key_kernels(self, plans: dict[str, HostPlan]) -> None:
        """Let the host functions of the templates whose instances have keys hand those over."""
        for template in self._templates.values():
            body = body_of(template)
            where = self.unit.where(body.extent.start) if body is not None else None
            if where is None:
                continue
            kernels = plans[where[0].name].kernels
            for i, kernel in enumerate(kernels):
                if kernel.body.start == where[1]:
                    kernels[i] = replace(kernel, key=kernel_key(self.unit, template))


def _definition(template: Cursor) -> Cursor:
    return template.get_definition() or template


def _body(tokens: Tokens, i: int) -> int | None:
    """Index of the brace that opens a lambda's body, from behind its captures on."""
    while i < len(tokens):
        text = tokens[i].text
        if text == "{":
            return i
        if text in {";", "}", ")"}:
            return None
        i = (closing(tokens, i) or len(tokens)) + 1 if text in {"(", "["} else i + 1
    return None


def _operator(closure: Cursor) -> Cursor:
    calls = (c for c in closure.get_children() if c.spelling == "operator()")
    return next(calls)


def _parameter_names(closure: Cursor) -> tuple[str, ...]:
    parameters = [p for p in _operator(closure).get_children() if p.kind == K.PARM_DECL]
    return tuple(
        p.spelling + ("..." if any(t.spelling == "..." for t in p.get_tokens()) else "")
        for p in parameters
        if p.spelling
    )


def _is_device_only(closure: Cursor) -> bool:
    marks = clang.attributes(_operator(closure))
    return K.CUDADEVICE_ATTR in marks and K.CUDAHOST_ATTR not in marks


def add_lambdas(keys: ClosureKeys, plans: dict[str, HostPlan]) -> None:
    """Put the lambdas into the plans of their files; what a moved body held is no fact any more."""
    for file, found in keys.lambdas():
        plan = plans[file.name]
        if found in plan.lambdas:
            continue
        plan.lambdas.append(found)
        if found.body is not None:
            _forget(plan, found.body)


def _forget(plan: HostPlan, at: Range) -> None:
    def outside(start: int) -> bool:
        return not at.start <= start < at.end

    plan.api_uses = [u for u in plan.api_uses if outside(u.at.start)]
    plan.qualifiers = [q for q in plan.qualifiers if outside(q.at.start)]
