"""What the ops of `messages` become: text in the report, and the end of a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler
from cn_migrate.dialects.cnative.messages import CONVERSION


def print_(c: FunctionCompiler, op: Any) -> None:
    """The text goes to the report."""
    text = c.program.constant(formatter(op.format.value))
    c.emit(f"checks.report.output.append({text}({', '.join(map(c.name, op.values))}))")


def trap(c: FunctionCompiler, op: Any) -> None:
    """Reported; the thread does no more."""
    c.emit(f"checks.trap(t, {c.program.site(op)}, {op.reason.value!r})")


def formatter(format_: str) -> Callable[..., str]:
    """The function that makes the text of the values."""
    matches = [m for m in CONVERSION.finditer(format_) if m[5] != "%"]
    plain = CONVERSION.sub(_python, format_)
    shown: list[Callable[[Any], Any]] = [_SHOWN.get(m[5], _itself) for m in matches]

    def text(*values: Any) -> str:
        return plain % tuple(show(value) for show, value in zip(shown, values, strict=True))

    return text


def _itself(value: Any) -> Any:
    return value


def _python(match: Any) -> str:
    flags, width, precision, _, letter = match.groups()
    return f"%{flags}{width}{precision or ''}{'s' if letter in _SHOWN else letter}"


_SHOWN: dict[str, Callable[[Any], str]] = {  # conversions that Python has not got
    "c": lambda value: chr(value & 0xFF),
    "p": hex,
    "a": lambda value: float.hex(value),
    "A": lambda value: float.hex(value).upper(),
}

EMITTERS = {"cnative.print": print_, "cnative.trap": trap}
