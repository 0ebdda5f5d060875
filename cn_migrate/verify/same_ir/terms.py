"""Values as terms in a form that does not depend on how a program spells them.

Integers are numbers, not words: an addition in `int` is a sum that `wrap` brings back into the type's range, and where
ranges show that nothing is lost there is no `wrap`.  So conversions that change no value are gone, and it does not
matter whether a sum was computed in 32 bits or in 64 and cut.  Terms that are equal are the same object of `Terms`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Range = tuple[int, int]
Atom = str | int | float | bool | None | tuple["Atom", ...]
_MODULAR = ("add", "sub", "mul", "and", "or", "xor", "neg", "not", "shl")
_COMMUTATIVE = ("add", "mul", "and", "or", "xor", "eq", "min", "max")
_LIMIT = 1 << 200  # beyond it a range is of no use


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One value: `kind` over `parts`, which are terms, and `data`, which is not.  `range` is that of an integer."""

    kind: str
    parts: tuple[Term, ...]
    data: Atom
    range: Range | None
    number: int

    @property
    def value(self) -> int | None:
        """The number that an integer is known to be."""
        if self.range is None or self.range[0] != self.range[1]:
            return None
        return self.range[0]


def bounds(signed: bool, width: int) -> Range:
    """What an integer type holds."""
    return (-(1 << (width - 1)), (1 << (width - 1)) - 1) if signed else (0, (1 << width) - 1)


@dataclass
class Terms:
    """Makes terms, each once."""

    _known: dict[tuple[object, ...], Term] = field(default_factory=dict)
    # Addresses of bytes that are all truth values.
    truths: set[Term] = field(default_factory=set)
    _low: dict[tuple[int, int], Term] = field(default_factory=dict)

    def make(self, kind: str, *parts: Term, data: Atom = None, range_: Range | None = None) -> Term:
        """The term of these parts, as it is."""
        key = (kind, data, range_, *(part.number for part in parts))
        if key not in self._known:
            self._known[key] = Term(kind, parts, data, range_, len(self._known))
        return self._known[key]

    def integer(self, value: int) -> Term:
        """A known number."""
        return self.make("integer", data=value, range_=(value, value))

    # -- integers ------------------------------------------------------------------------------------

    def wrap(self, term: Term, signed: bool, width: int) -> Term:
        """`term` modulo two to the power of `width`, as a number of the type."""
        held = bounds(signed, width)
        if term.range is not None and held[0] <= term.range[0] and term.range[1] <= held[1]:
            return term
        inner = self._bare(term, width)
        if inner.value is not None:
            low = inner.value & ((1 << width) - 1)
            return self.integer(low - (1 << width) if low > held[1] else low)
        if inner.range is not None and held[0] <= inner.range[0] and inner.range[1] <= held[1]:
            return inner
        return self.make("wrap", inner, data=(signed, width), range_=held)

    def _bare(self, term: Term, width: int) -> Term:
        """A term with the same `width` low bits, without what only changes higher ones."""
        key = (term.number, width)
        if key not in self._low:
            self._low[key] = self._stripped(term, width)
        return self._low[key]

    def _stripped(self, term: Term, width: int) -> Term:
        if term.kind == "wrap" and isinstance(term.data, tuple) and int(str(term.data[1])) >= width:
            return self._bare(term.parts[0], width)
        if term.kind == "shl":
            return self.operate("shl", self._bare(term.parts[0], width), term.parts[1])
        if term.kind in _MODULAR:
            return self.operate(term.kind, *(self._bare(part, width) for part in term.parts))
        return term

    def operate(self, kind: str, *parts: Term) -> Term:
        """An operator on numbers; what C does beyond is said by `wrap`."""
        values = [part.value for part in parts]
        if all(value is not None for value in values) and kind in _FOLDED:
            known = _FOLDED[kind](*(value for value in values if value is not None))
            if known is not None:
                return self.integer(known)
        if kind == "and":
            parts = (self._masked(parts[0], parts[1]), self._masked(parts[1], parts[0]))
        simple = self._simple(kind, parts)
        if simple is not None:
            return simple
        if kind in _COMMUTATIVE:
            parts = tuple(sorted(parts, key=lambda part: part.number))
        return self.make(kind, *parts, range_=_range(kind, parts))

    def _masked(self, term: Term, by: Term) -> Term:
        """What of `term` matters beside a mask of known size."""
        if by.range is None or by.range[0] < 0 or by.kind == "and":
            return term
        return self._bare(term, by.range[1].bit_length())

    def _simple(self, kind: str, parts: tuple[Term, ...]) -> Term | None:
        if len(parts) != 2:
            return None
        first, second = parts
        if kind in ("add", "or", "xor", "sub", "shl", "shr") and second.value == 0:
            return first
        if kind in ("add", "or", "xor") and first.value == 0:
            return second
        if kind in ("mul", "div") and second.value == 1:
            return first
        return second if kind == "mul" and first.value == 1 else None

    # -- truth values --------------------------------------------------------------------------------

    def negate(self, term: Term) -> Term:
        """The other truth value."""
        if term.value is not None:
            return self.integer(int(not term.value))
        if term.kind == "lnot":
            return term.parts[0]
        return self.make("lnot", term, range_=(0, 1))

    def truth(self, term: Term) -> Term:
        """Is the number other than 0?"""
        if term.range is not None and term.range[0] >= 0 and term.range[1] <= 1:
            return term
        return self.negate(self.compare("eq", term, self.integer(0)))

    def compare(self, kind: str, left: Term, right: Term) -> Term:
        """A comparison of numbers."""
        if kind in ("gt", "le"):
            left, right = right, left
        if kind in ("ge", "le", "ne"):
            return self.negate(self.compare("eq" if kind == "ne" else "lt", left, right))
        kind = "lt" if kind == "gt" else kind
        left, right = self._narrowed(left, right), self._narrowed(right, left)
        assert left.range is not None and right.range is not None
        if kind == "eq":
            return self._equal(left, right)
        if left.range[1] < right.range[0]:
            return self.integer(1)
        if left.range[0] >= right.range[1]:
            return self.integer(0)
        return self.make("lt", left, right, range_=(0, 1))

    def _equal(self, left: Term, right: Term) -> Term:
        assert left.range is not None and right.range is not None
        if left is right:
            return self.integer(1)
        if left.range[1] < right.range[0] or right.range[1] < left.range[0]:
            return self.integer(0)
        for one, other in ((left, right), (right, left)):
            if one.range == (0, 1) and other.value is not None:
                return one if other.value else self.negate(one)
        first, second = sorted((left, right), key=lambda part: part.number)
        return self.make("eq", first, second, range_=(0, 1))

    def _narrowed(self, term: Term, other: Term) -> Term:
        """A signed number as an unsigned one of 64 bits, beside a small one: in 32 bits it says the same.

        What is negative is beyond all that a signed type of either width holds.
        """
        if term.kind != "wrap" or term.data != (False, 64) or other.range is None:
            return term
        inner, held = term.parts[0].range, bounds(True, 32)
        if inner is None or inner[0] < held[0] or inner[1] > held[1]:
            return term
        is_small = other.range[0] >= 0 and other.range[1] <= held[1]
        return self.wrap(term.parts[0], False, 32) if is_small else term

    # -- any values ----------------------------------------------------------------------------------

    def select(self, condition: Term, then: Term, otherwise: Term) -> Term:
        """`condition ? then : otherwise`."""
        if condition.value is not None:
            return then if condition.value else otherwise
        if then is otherwise:
            return then
        if condition.kind == "lnot":
            return self.select(condition.parts[0], otherwise, then)
        if (then.value, otherwise.value) == (1, 0):
            return condition
        if (then.value, otherwise.value) == (0, 1):
            return self.negate(condition)
        ranges = (then.range, otherwise.range)
        both = None
        if ranges[0] is not None and ranges[1] is not None:
            both = (min(ranges[0][0], ranges[1][0]), max(ranges[0][1], ranges[1][1]))
        return self.make("select", condition, then, otherwise, range_=both)


def _quotient(a: int, b: int) -> int | None:
    if b == 0:
        return None
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def _remainder(a: int, b: int) -> int | None:
    quotient = _quotient(a, b)
    return None if quotient is None else a - quotient * b


def _shifted(a: int, b: int) -> int | None:
    return a << b if 0 <= b < 64 else None


_FOLDED: dict[str, Callable[..., int | None]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "neg": lambda a: -a,
    "not": lambda a: ~a,
    "shl": _shifted,
    "shr": lambda a, b: a >> b if 0 <= b < 64 else None,
    "div": _quotient,
    "rem": _remainder,
    "min": min,
    "max": max,
}


def _range(kind: str, parts: tuple[Term, ...]) -> Range | None:
    """What an operator on numbers of known ranges can give."""
    ranges = [part.range for part in parts]
    if any(known is None for known in ranges) or kind not in _RANGES:
        return None
    low, high = _RANGES[kind](*(known for known in ranges if known is not None))
    return (low, high) if low > -_LIMIT and high < _LIMIT else None


def _corners(of: Callable[[int, int], int], a: Range, b: Range) -> Range:
    found = [of(x, y) for x in a for y in b]
    return min(found), max(found)


def _bits(a: Range, b: Range) -> Range:
    """Of `|` and `^`: no more bits than the operands have."""
    width = max(x.bit_length() for x in (*a, *b))
    return (0 if a[0] >= 0 and b[0] >= 0 else -(1 << width)), (1 << width) - 1


def _masked(a: Range, b: Range) -> Range:
    if b[0] >= 0 or a[0] >= 0:
        return 0, min(x[1] for x in (a, b) if x[0] >= 0)
    return _bits(a, b)


def _divided(a: Range, b: Range) -> Range:
    most = max(abs(a[0]), abs(a[1]))
    return (0 if a[0] >= 0 and b[0] >= 0 else -most), most


def _rest(a: Range, b: Range) -> Range:
    most = max(abs(b[0]), abs(b[1])) - 1
    return (0 if a[0] >= 0 else -min(most, abs(a[0]))), max(0, min(most, a[1]))


def _left(a: Range, b: Range) -> Range:
    count = min(max(b[1], 0), 64)
    return min(a[0] << count, a[0]), max(a[1] << count, a[1])


_RANGES: dict[str, Callable[..., Range]] = {
    "add": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "sub": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "mul": lambda a, b: _corners(lambda x, y: x * y, a, b),
    "neg": lambda a: (-a[1], -a[0]),
    "not": lambda a: (~a[1], ~a[0]),
    "and": _masked,
    "or": _bits,
    "xor": _bits,
    "shl": _left,
    "shr": lambda a, _: (min(a[0], 0), max(a[1], 0)) if a[0] < 0 else (0, a[1]),
    "div": _divided,
    "rem": _rest,
    "min": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "max": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
}
