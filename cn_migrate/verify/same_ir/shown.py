"""Terms and effects as people read them, where two programs differ."""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.verify.same_ir.effects import Effect
from cn_migrate.verify.same_ir.terms import Atom, Term

_INFIX = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "rem": "%", "lt": "<", "eq": "==", "at": "+", "and": "&",
    "or": "|", "xor": "^", "shl": "<<", "shr": ">>", "float_add": "+", "float_sub": "-", "float_mul": "*",
    "float_div": "/", "float_lt": "<", "float_le": "<=", "float_eq": "==", "same_place": "==",
}  # fmt: skip
_DEEPEST = 5
_LONGEST = 240  # characters
_AXES = "xyz"


def effect_text(effect: Effect) -> str:
    """What an effect does, with what."""
    operands = ", ".join(map(term_text, effect.operands))
    data = effect.data if isinstance(effect.data, str) and effect.kind != "store" else ""
    return f"{effect.kind}{f' {data}' if data else ''}({operands})"


def located(text: str, op: ir.OpView | ir.Operation | None) -> str:
    """`text` behind the place of `op`, where that is known."""
    span = None if op is None else span_of(op)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
    return text if span is None else f"{span.file}:{span.line}:{span.column}: {text}"


def innermost(original: Sequence[Term], port: Sequence[Term]) -> tuple[str, str]:
    """The first place, from the outside in, at which two lists of terms differ: what is there in each."""
    found: tuple[Term, Term] | None = None
    while len(original) == len(port):
        differing = [pair for pair in zip(original, port, strict=True) if pair[0] is not pair[1]]
        if not differing:
            break
        found = differing[0]
        if (found[0].kind, found[0].data) != (found[1].kind, found[1].data):
            break
        original, port = found[0].parts, found[1].parts
    if found is None:
        return "", ""
    return f"{term_text(found[0], 3)} in ", f"{term_text(found[1], 3)} in "


def term_text(term: Term | None, depth: int = 0) -> str:
    """A value, down to some depth."""
    if term is None:
        return ""
    if term.value is not None:
        return str(term.value)
    if depth > _DEEPEST:
        return "..."
    parts = [term_text(part, depth + 1) for part in term.parts if part.kind != "memory"]
    if term.kind in _INFIX and len(parts) == 2:
        return f"({parts[0]} {_INFIX[term.kind]} {parts[1]})"
    if term.kind in ("load", "value"):
        return f"[{parts[0]}]" if term.kind == "load" else parts[0]
    if term.kind == "wrap":
        return f"({_type(term.data)}){parts[0]}"
    name = _NAMES.get(term.kind, _plain)(term.kind, term.data)
    return f"{name}({', '.join(parts)})" if parts or term.kind == "call" else name


def _type(data: Atom) -> str:
    assert isinstance(data, tuple)
    return f"{'si' if data[0] else 'ui'}{data[1]}"


def _variable(_kind: str, data: Atom) -> str:
    """By its name; what else tells variables of one name apart is left out."""
    assert isinstance(data, tuple) and isinstance(data[0], tuple)
    return str(data[0][-1])


def _id(_kind: str, data: Atom) -> str:
    assert isinstance(data, tuple)
    return f"{data[0]}.{_AXES[int(str(data[1]))]}"


def _floating(_kind: str, data: Atom) -> str:
    assert isinstance(data, tuple)
    text = str(data[1])
    return text if text == "nan" else repr(float.fromhex(text))


def _math(_kind: str, data: Atom) -> str:
    return str(data[0] if isinstance(data, tuple) else data)


def _call(_kind: str, data: Atom) -> str:
    return str(data)


def _carried(_kind: str, _data: Atom) -> str:
    return "value of a loop"


def _parameter(_kind: str, data: Atom) -> str:
    return f"parameter {data}"


def _plain(kind: str, data: Atom) -> str:
    return kind if data is None or isinstance(data, tuple) else f"{kind} {data}"


_NAMES = {
    "variable": _variable,
    "id": _id,
    "float": _floating,
    "math": _math,
    "call": _call,
    "carried": _carried,
    "parameter": _parameter,
}
