"""Functions of the dialect's table as terms, those that OpenCL C writes as several operations as just those."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.verify.same_ir.kinds import integer, range_of
from cn_migrate.verify.same_ir.state import State
from cn_migrate.verify.same_ir.terms import Term

# CUDA's fast functions become the precise ones (design.md, "Numbers").
_SAME = {
    "fast_exp": "exp", "fast_exp10": "exp10", "fast_log": "log", "fast_log2": "log2", "fast_log10": "log10",
    "fast_sin": "sin", "fast_cos": "cos", "fast_tan": "tan", "nearbyint": "rint",
}  # fmt: skip
_COUNTS = ("popcount", "clz", "ffs")
_WORD = 32


def mathematical(
    s: State, name: str, types: list[ir.Type], result: ir.Type, values: list[Term]
) -> Term:
    """`name` of `values`, which are of `types`; the result is of type `result`."""
    from cn_migrate.verify.same_ir.values import arithmetic, floating

    width = result.width if not t.is_ptr(result) else 64
    name = _SAME.get(name, name)

    def one() -> Term:
        return floating(s, result, 1.0)

    if name == "ldexp":
        return _call(s, name, width, [values[0], _whole(s, values[1])])
    if name == "fast_div":
        return arithmetic(s, "div", result, *values)
    if name == "recip_rn":
        return arithmetic(s, "div", result, one(), values[0])
    if name == "rcbrt":
        return arithmetic(s, "div", result, one(), _call(s, "cbrt", width, values))
    if name == "fast_pow":
        power = arithmetic(s, "mul", result, values[1], _call(s, "log2", width, values[:1]))
        return _call(s, "exp2", width, [power])
    if name == "saturate":
        least = _call(s, "fmax", width, [values[0], floating(s, result, 0.0)])
        return _call(s, "fmin", width, [least, one()])
    if name in ("funnel_shl", "funnel_shr"):
        return _funnel(s, name, values)
    if name == "sad":
        far = _call(s, "abs_diff", width, values[:2], (0, (1 << width) - 1))
        return _wrapped(s, s.terms.operate("add", far, values[2]), result)
    if name in ("min", "max") and t.is_int(result):
        return s.terms.operate(name, *values)
    if name == "mad24":
        product = _call(s, "mul24", width, _ordered(values[:2]), range_of(result))
        return _wrapped(s, s.terms.operate("add", product, values[2]), result)
    if name in _COUNTS:
        held = integer(types[0])
        assert held is not None
        known = s.terms.wrap(values[0], False, held[1])
        return _call(s, name, held[1], [known], (0, held[1]))
    if name in ("mul24", "hadd", "rhadd", "mulhi"):
        values = _ordered(values)
    if name in ("isnan", "isinf", "isfinite", "signbit"):
        return _call(s, name, types[0].width, values, (0, 1))
    kinds = (width, str(result) if name in ("mulhi", "hadd", "rhadd", "mul24") else "")
    return s.terms.make("math", *values, data=(name, *kinds), range_=range_of(result))


def _whole(s: State, term: Term) -> Term:
    """The exponent of `ldexp`, an integer that may come as a floating-point number."""
    while term.kind in ("to_float", "to_integer"):
        term = term.parts[0]
    if term.kind == "float" and isinstance(term.data, tuple):
        return s.terms.integer(int(float.fromhex(str(term.data[1]))))
    return term


def _ordered(values: list[Term]) -> list[Term]:
    return sorted(values, key=lambda term: term.number)


def _call(
    s: State, name: str, width: int, values: list[Term], range_: tuple[int, int] | None = None
) -> Term:
    return s.terms.make("math", *values, data=(name, width, ""), range_=range_)


def _wrapped(s: State, term: Term, type_: ir.Type) -> Term:
    held = integer(type_)
    assert held is not None
    return s.terms.wrap(term, *held)


def _funnel(s: State, name: str, values: list[Term]) -> Term:
    """`(high << 32 | low)` moved by the count modulo 32, and the word that this is about."""
    low, high, count = values
    terms = s.terms
    number = terms.operate("and", count, terms.integer(_WORD - 1))
    both = terms.operate("or", terms.operate("shl", high, terms.integer(_WORD)), low)
    both = terms.wrap(both, False, 2 * _WORD)
    if name == "funnel_shr":
        return terms.wrap(terms.operate("shr", both, number), False, _WORD)
    left = terms.wrap(terms.operate("shl", both, number), False, 2 * _WORD)
    return terms.wrap(terms.operate("shr", left, terms.integer(_WORD)), False, _WORD)
