"""Telling, unique C identifiers for template instances, overloads, methods and records."""

from __future__ import annotations

import re

from clang.cindex import Cursor, CursorKind, TemplateArgumentKind, Type

from cn_migrate.parsers.cuda.closures import CLOSURE, is_closure, place_only
from cn_migrate.parsers.cuda.template_arguments import argument_texts

_OPERATORS = {
    "operator+": "add", "operator-": "sub", "operator*": "mul", "operator/": "div", "operator%": "rem",
    "operator+=": "add_assign", "operator-=": "sub_assign", "operator*=": "mul_assign",
    "operator/=": "div_assign", "operator=": "assign", "operator==": "eq", "operator!=": "ne",
    "operator<": "lt", "operator>": "gt", "operator<=": "le", "operator>=": "ge",
    "operator()": "call", "operator[]": "at", "operator!": "not", "operator~": "bit_not",
    "operator++": "increment", "operator--": "decrement", "operator&": "bit_and",
    "operator|": "bit_or", "operator^": "bit_xor", "operator<<": "shl", "operator>>": "shr",
    "operator&&": "and", "operator||": "or", "operator->": "arrow",
}  # fmt: skip
_RECORDS = (
    CursorKind.STRUCT_DECL,
    CursorKind.CLASS_DECL,
    CursorKind.UNION_DECL,
    CursorKind.CLASS_TEMPLATE,
    CursorKind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION,
)
_METHODS = (
    CursorKind.CXX_METHOD,
    CursorKind.CONSTRUCTOR,
    CursorKind.DESTRUCTOR,
    CursorKind.CONVERSION_FUNCTION,
)


class Names:
    """Hands out one name for each function, record and variable; the same cursor keeps its name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._shared: dict[int, int] = {}

    def function(self, cursor: Cursor) -> str:
        """`reduce_float_256` for `reduce<float, 256>`, `Vec_length` for a method."""
        return self._name(cursor, _function_base(cursor), signature(cursor))

    def record(self, cursor: Cursor) -> str:
        """`Pair_int_float` for `Pair<int, float>`."""
        return self._name(cursor, _record_base(cursor), cursor.type.get_canonical().spelling)

    def variable(self, cursor: Cursor) -> str:
        """A variable of namespace scope (or a static one) by its own name."""
        return self._name(cursor, _identifier(cursor.spelling), "")

    def function_type(self, type_: Type) -> str:
        """`float_float_int` for `float (float, int)`."""
        parts = [type_.get_result(), *type_.argument_types()]
        return _identifier("_".join(_type_text(p.get_canonical()) for p in parts))

    def shared(self, cursor: Cursor) -> str:
        """What tells one `__shared__` variable from all others; no identifier."""
        number = self._shared.setdefault(cursor.hash, len(self._shared))
        return f"{cursor.spelling}#{number}"

    def unique(self, base: str) -> str:
        """`base`, with a number where it is taken."""
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}_{number}", number + 1
        self._taken.add(name)
        return name

    def _name(self, cursor: Cursor, base: str, detail: str) -> str:
        own = cursor.hash if is_closure(cursor) else ""  # lambdas of one function share a USR
        key = f"{cursor.get_usr()}|{detail}|{own}"
        if key not in self._names:
            self._names[key] = self.unique(base)
        return self._names[key]


def signature(cursor: Cursor) -> str:
    """What tells two instances of one template apart: the qualified name with arguments, and the type."""
    return f"{qualified(cursor)}|{cursor.displayname}|{cursor.type.get_canonical().spelling}|{template_text(cursor)}"


def qualified(cursor: Cursor) -> str:
    """`ns::Class<int>::method`, template arguments of the enclosing classes spelled."""
    parts: list[str] = []
    scope = cursor
    while scope is not None and scope.kind != CursorKind.TRANSLATION_UNIT:
        text = (
            place_only(scope.type.spelling).split("::")[-1]
            if scope.kind in _RECORDS and scope.type.spelling
            else scope.spelling
        )
        if text and not (scope.kind == CursorKind.NAMESPACE and scope.is_anonymous()):
            parts.append(text)
        scope = scope.semantic_parent
    return "::".join(reversed(parts))


def template_text(cursor: Cursor) -> str:
    """`<float, 256>`, or nothing where the cursor is no instance."""
    arguments = _argument_spellings(cursor)
    return f"<{', '.join(arguments)}>" if arguments else ""


def _function_base(cursor: Cursor) -> str:
    name = (
        cursor.spelling.split("<")[0]
        if not cursor.spelling.startswith("operator")
        else cursor.spelling
    )
    parts = [_OPERATORS.get(name, name)]
    parent = cursor.semantic_parent
    if cursor.kind in _METHODS and parent is not None:
        parts.insert(0, _record_base(parent))
    if cursor.kind == CursorKind.CONSTRUCTOR:
        parts[-1] = "construct"
    elif name in _OPERATORS and cursor.kind not in _METHODS:
        parts[0] = "operator_" + parts[0]
        parts += [_unqualified(a.get_canonical().spelling) for a in cursor.type.argument_types()][
            :1
        ]
    return _identifier("_".join([*parts, *_argument_spellings(cursor)]))


def _record_base(cursor: Cursor) -> str:
    """A lambda's class is named after the function around it, another one without a name by its place."""
    name = cursor.spelling
    if is_closure(cursor):
        return _closure_base(cursor)
    if cursor.is_anonymous() or not name or "(" in name:
        return f"anonymous_{cursor.location.line}_{cursor.location.column}"
    return _identifier(
        "_".join([name, *map(_unqualified, _template_arguments(cursor, cursor.type.spelling))])
    )


def _closure_base(cursor: Cursor) -> str:
    """`saxpy_lambda_12` by its line; lambdas inside of lambdas count as their outermost one's."""
    scope = cursor.semantic_parent
    while scope.kind in _METHODS and is_closure(scope.semantic_parent):
        scope = scope.semantic_parent.semantic_parent
    is_function = scope.kind in (CursorKind.FUNCTION_DECL, *_METHODS)
    name = f"lambda_{cursor.location.line}"
    return f"{_function_base(scope)}_{name}" if is_function else name


def _template_arguments(cursor: Cursor, spelling: str) -> list[str]:
    match = re.search(r"<(.*)>$", spelling)
    return [match.group(1)] if match else []


def _argument_spellings(cursor: Cursor) -> list[str]:
    count = cursor.get_num_template_arguments()
    found: list[str] = []
    texts = argument_texts(cursor) if count > 0 else []
    for index in range(max(0, count)):
        kind = cursor.get_template_argument_kind(index)
        if kind == TemplateArgumentKind.TYPE:
            found.append(_type_text(cursor.get_template_argument_type(index)))
        elif kind == TemplateArgumentKind.INTEGRAL:
            found.append(str(cursor.get_template_argument_value(index)))
        elif len(texts) == count:  # a function, a template
            found.append(_unqualified(texts[index]))
    return found


def _type_text(type_: Type) -> str:
    declaration = type_.get_canonical().get_declaration()
    return _closure_base(declaration) if is_closure(declaration) else _unqualified(type_.spelling)


def _unqualified(type_: str) -> str:
    type_ = CLOSURE.sub("lambda", type_)
    return re.sub(r"\bconst\b|&|\b\w+::", "", type_).strip()


def _identifier(text: str) -> str:
    text = (
        text.replace("unsigned ", "u")
        .replace("*", "_ptr")
        .replace("-", "minus_")
        .replace("long long", "long")
    )
    cleaned = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_")
    return cleaned if cleaned and not cleaned[0].isdigit() else "_" + cleaned
