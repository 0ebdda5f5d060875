"""Do two functions do the same?  Both are read side by side; where ways meet, values that have always been equal are.

Blocks correspond where the ways to them do.  Of the values that loops carry, all are taken for equal at first, and
told apart as long as one way gives them different values (Alpern, Wegman and Zadeck, "Detecting Equality of
Variables in Programs", 1988).  What is left is a proof by induction: the same effects in the same order, of equal
values, under the same conditions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.verify.same_ir.effects import Effect
from cn_migrate.verify.same_ir.kinds import leaves, range_of
from cn_migrate.verify.same_ir.shown import effect_text, innermost, located, term_text
from cn_migrate.verify.same_ir.side import Edge, Program, Side, Stretch, UnknownOpError
from cn_migrate.verify.same_ir.state import SPACES, State
from cn_migrate.verify.same_ir.terms import Term, Terms

_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two functions part: what each has there."""

    original: str
    port: str


class DifferentError(Exception):
    """The functions differ."""

    def __init__(self, original: str, port: str) -> None:
        super().__init__(original, port)
        self.difference = Difference(original, port)


@dataclass
class _Join:
    """A pair of blocks that several ways lead to, with what each way gives the arguments of both."""

    number: int
    blocks: tuple[ir.Block, ir.Block]
    ways: list[tuple[tuple[Term, ...], tuple[Term, ...]]] = field(default_factory=list)


# A value that a join carries: the join's number, the side, the argument's number, the leaf's number.
Carried = tuple[int, int, int, int]


def same_function(
    original: Program, port: Program, name: str
) -> tuple[Difference | None, set[str], set[str]]:
    """The first difference between the two functions `name`, and what each calls."""
    functions = original.functions[name], port.functions.get(name)
    if functions[1] is None:
        return Difference(f"function {name}", "no such function"), set(), set()
    classes: dict[Carried, int] = {}
    for _ in range(_ROUNDS):
        reading = _Reading((original, port), (functions[0], functions[1]), classes)
        try:
            reading.walk()
        except DifferentError as error:
            return error.difference, reading.sides[0].called, reading.sides[1].called
        except UnknownOpError as error:
            return Difference(f"'{error}' is not compared", ""), set(), set()
        refined = reading.refined()
        called = reading.sides[0].called, reading.sides[1].called
        count = len(set(refined.values()))
        if refined.keys() == classes.keys() and count == len(set(classes.values())):
            return reading.difference(), *called
        classes = refined
    return Difference("values of loops that are not told apart in the end", ""), set(), set()


class _Reading:
    """One round: both functions read with the values that joins carry as `classes` says."""

    def __init__(
        self,
        programs: tuple[Program, Program],
        functions: tuple[func.FuncOp, func.FuncOp],
        classes: dict[Carried, int],
    ) -> None:
        self.terms = Terms()
        self.sides = (
            Side(programs[0], functions[0], self.terms),
            Side(programs[1], functions[1], self.terms),
        )
        self._functions = functions
        self._classes = classes
        self._joins: dict[ir.Block, _Join] = {}
        self._others: dict[ir.Block, ir.Block] = {}
        self._mismatches: list[Difference] = []
        self._ranges: dict[int, tuple[int, int] | None] = {}

    def walk(self) -> None:
        """Read both functions from their beginnings; DifferentError where their shapes differ."""
        inputs = [list(function.type.inputs) for function in self._functions]
        if len(inputs[0]) != len(inputs[1]):
            raise DifferentError(f"{len(inputs[0])} parameters", f"{len(inputs[1])} parameters")
        self._check_parameters(*inputs)
        memory = {space: self.terms.make("memory", data=("start", str(space))) for space in SPACES}
        work: list[tuple[tuple[ir.Block, ir.Block], tuple[State, State]]] = []
        states = tuple(side.start(inputs[0]) for side in self.sides)
        for state in states:
            state.memory.update(memory)
        entries = (self.sides[0].entry, self.sides[1].entry)
        work.append((entries, (states[0], states[1])))
        number = 0
        while work:
            blocks, own = work.pop()
            at = f"{number}"
            number += 1
            stretches = [
                side.read(block, state, at)
                for side, block, state in zip(self.sides, blocks, own, strict=True)
            ]
            work += self._match(*stretches)

    def _check_parameters(self, original: list[ir.Type], port: list[ir.Type]) -> None:
        for number, pair in enumerate(zip(original, port, strict=True)):
            kinds = [
                _parameter_kind(type_, side) for type_, side in zip(pair, self.sides, strict=True)
            ]
            if kinds[0] != kinds[1]:
                raise DifferentError(
                    f"parameter {number}: {pair[0]}", f"parameter {number}: {pair[1]}"
                )

    def _match(
        self, original: Stretch, port: Stretch
    ) -> list[tuple[tuple[ir.Block, ir.Block], tuple[State, State]]]:
        """Note where the two stretches differ; the pairs of blocks to read next."""
        for one, other in zip(_sorted(original), _sorted(port), strict=False):
            if one[0].key != other[0].key:
                inner = innermost(one[0].operands, other[0].operands)
                self._note(_shown(one, inner[0]), _shown(other, inner[1]))
        if len(original.effects) != len(port.effects):
            if self._mismatches:
                raise DifferentError(self._mismatches[0].original, self._mismatches[0].port)
            longer = max(original.effects, port.effects, key=len)
            extra = _shown(longer[min(len(original.effects), len(port.effects))])
            texts = (
                (extra, _ending(port)) if longer is original.effects else (_ending(original), extra)
            )
            raise DifferentError(*texts)
        if len(original.edges) != len(port.edges):
            raise DifferentError(_ending(original), _ending(port))
        if not _gives(original.result, port.result):
            self._note(_ending(original), _ending(port))
        if original.condition is not port.condition:
            self._note(_ending(original), _ending(port))
        return [
            following
            for edges in zip(original.edges, port.edges, strict=True)
            if (following := self._follow(*edges)) is not None
        ]

    def _note(self, original: str, port: str) -> None:
        self._mismatches.append(Difference(original, port))

    def _follow(
        self, original: Edge, port: Edge
    ) -> tuple[tuple[ir.Block, ir.Block], tuple[State, State]] | None:
        edges = (original, port)
        blocks = (original.block, port.block)
        if self._others.setdefault(blocks[0], blocks[1]) != blocks[1]:
            raise DifferentError("ways that meet", "ways that part")
        if self._others.setdefault(blocks[1], blocks[0]) != blocks[0]:
            raise DifferentError("ways that part", "ways that meet")
        is_join = [side.ways(block) > 1 for side, block in zip(self.sides, blocks, strict=True)]
        if not any(is_join):
            for side, edge in zip(self.sides, edges, strict=True):
                side.enter(edge)
            return blocks, (original.state, port.state)
        first = blocks[0] not in self._joins
        join = self._joins.setdefault(blocks[0], _Join(len(self._joins), blocks))
        join.ways.append((original.arguments, port.arguments))
        if not first:
            return None
        memory = {s: self.terms.make("memory", data=(f"join{join.number}", str(s))) for s in SPACES}
        states = []
        for number, edge in enumerate(edges):
            for place, argument in enumerate(edge.block.arguments):
                self.sides[number].state.values[argument] = self._carried(
                    join, number, place, argument
                )
            state = edge.state.fork()
            state.memory.update(memory)
            states.append(state)
        return blocks, (states[0], states[1])

    def _carried(self, join: _Join, side: int, place: int, argument: ir.Value) -> Term:
        """What a join's argument is: all those of one class are one value."""
        type_ = argument.type
        parts = leaves(type_, self.sides[side].state.layout)
        whole = isinstance(type_, (t.RecordType, t.VecType, t.ArrayType))
        found = []
        for leaf, (_, inner) in enumerate(parts):
            held = (0, 255) if whole and t.is_bool(inner) else range_of(inner)
            key = (join.number, side, place, leaf)
            group = self._classes.get(key, -1 - hash((join.number, held)) % (1 << 40))
            found.append(self.terms.make("carried", data=group, range_=held))
        return self.terms.make("record", *found) if whole else found[0]

    def refined(self) -> dict[Carried, int]:
        """The classes told apart where a way gives their members different values."""
        groups: dict[tuple[object, ...], int] = {}
        result: dict[Carried, int] = {}
        for join in self._joins.values():
            for side in (0, 1):
                for place, argument in enumerate(join.blocks[side].arguments):
                    for leaf in range(len(leaves(argument.type, self.sides[side].state.layout))):
                        key = (join.number, side, place, leaf)
                        given = tuple(_leaf(way[side][place], leaf).number for way in join.ways)
                        before = self._classes.get(key, -1 - join.number)
                        result[key] = groups.setdefault((join.number, before, given), len(groups))
        return result

    def difference(self) -> Difference | None:
        """The first difference that is left."""
        if self._mismatches:
            return self._mismatches[0]
        lost = self.sides[0].volatile - self.sides[1].volatile
        if lost:
            return Difference(f"volatile access of {term_text(lost.pop())}", "none")
        return None


def _gives(original: Term | None, port: Term | None) -> bool:
    """Is the value of `port` one that `original` may have?  What has no value may have any."""
    if original is port or original is None or port is None:
        return original is port
    if original.kind == port.kind == "record" and len(original.parts) == len(port.parts):
        return all(map(_gives, original.parts, port.parts))
    return original.kind == "undef"


def _leaf(term: Term, number: int) -> Term:
    return term.parts[number] if term.kind == "record" else term


def _parameter_kind(type_: ir.Type, side: Side) -> object:
    """Kind and space of a parameter: a record may come as words, a truth value as a byte."""
    if t.is_ptr(type_):
        return ("pointer", str(t.space(type_)))
    if isinstance(type_, t.RecordType):
        return ("record", side.program.layout.size(type_))
    if t.is_bool(type_):
        return "ui8"
    return str(type_)


def _sorted(stretch: Stretch) -> list[tuple[Effect, ir.OpView]]:
    """The effects, stores to different variables of the thread's own in one order: which is first does not matter."""
    found: list[tuple[Effect, ir.OpView]] = []
    for is_own, run in groupby(stretch.effects, _is_own_store):
        together = list(run)
        roots = {effect.operands[0] for effect, _ in together} if is_own else set()
        if len(roots) == len(together):
            together.sort(key=lambda pair: pair[0].operands[0].number)
        found += together
    return found


def _is_own_store(pair: tuple[Effect, ir.OpView]) -> bool:
    effect, _ = pair
    return effect.kind == "store" and effect.operands[0].kind == "variable"


def _ending(stretch: Stretch) -> str:
    if not stretch.edges:
        return located(f"return {term_text(stretch.result)}".rstrip(), stretch.end)
    if len(stretch.edges) == 1:
        return located("goes on", stretch.end)
    return located(f"if {term_text(stretch.condition)}", stretch.end)


def _shown(pair: tuple[Effect, ir.OpView], part: str = "") -> str:
    effect, op = pair
    return located(part + effect_text(effect), op)
