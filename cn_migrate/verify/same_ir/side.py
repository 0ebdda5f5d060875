"""One of the two functions: its blocks read on from a point, up to where the way parts or others come in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import definitions, memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.blocks import BlockGraph
from cn_migrate.dialects.cnative.layout import Layout, Record
from cn_migrate.verify.same_ir import effects, spelled
from cn_migrate.verify.same_ir.effects import EFFECTS, Effect
from cn_migrate.verify.same_ir.kinds import kind_of, range_of
from cn_migrate.verify.same_ir.purity import pure_functions, reading_nothing
from cn_migrate.verify.same_ir.state import SPACES, State
from cn_migrate.verify.same_ir.terms import Atom, Term, Terms
from cn_migrate.verify.same_ir.values import VALUES

_NUMBERED = re.compile(r"_\d*$")  # what the emitter adds to names that are taken
_PADDING = re.compile(r"pad_\d+|empty")


class UnknownOpError(Exception):
    """An op that has no meaning here."""


@dataclass(frozen=True)
class Edge:
    """A way to `block` that gives its arguments the values `arguments`."""

    block: ir.Block
    arguments: tuple[Term, ...]
    state: State


@dataclass(frozen=True)
class Stretch:
    """What is done without a choice, and how it ends: a return (no edges), one edge, or two with a condition.

    `end` is the op that ends it.
    """

    effects: tuple[tuple[Effect, ir.OpView], ...]
    condition: Term | None = None
    edges: tuple[Edge, ...] = ()
    result: Term | None = None
    end: ir.OpView | None = None


@dataclass
class Program:
    """One module: `names` are those by which the other side knows its functions; `is_text`: it was read back.

    `pure` are the functions without effects, by those names: what they are in the original is what they have to be.
    `timeless` are those of them that read nothing: when they are called does not matter.
    """

    module: ir.Module
    names: dict[str, str]
    is_text: bool
    pure: frozenset[str] = frozenset()
    timeless: frozenset[str] = frozenset()
    layout: Layout = field(init=False)
    functions: dict[str, func.FuncOp] = field(init=False)
    constants: dict[str, Atom] = field(init=False)

    def __post_init__(self) -> None:
        self.layout = Layout(self.module)
        if self.is_text:
            known = self.layout.records
            self.layout.records = {name: _without_padding(known[name]) for name in known}
        self.functions, self.constants = {}, {}
        for op in self.module.body.operations:
            if isinstance(op, func.FuncOp):
                self.functions[self.names.get(op.name.value, op.name.value)] = op
            elif isinstance(op, definitions.GlobalOp):
                self.constants[op.name.value] = self._contents(op)

        if not self.is_text:
            found = pure_functions(self.functions.values())
            self.pure = self._named(found)
            self.timeless = self._named(reading_nothing(self.functions.values(), found))

    def _named(self, symbols: frozenset[str]) -> frozenset[str]:
        return frozenset(self.names.get(symbol, symbol) for symbol in symbols)

    def _contents(self, op: definitions.GlobalOp) -> Atom:
        """What a constant holds; its name does not matter."""
        init = (
            tuple(str(value_of(x)) for x in op.attributes["init"])
            if "init" in op.attributes
            else ()
        )
        return (kind_of(op.type.value, self.layout, True), init)


def _without_padding(record: Record) -> Record:
    """The record without the bytes that the emitter writes where there are no fields."""
    fields = [f for f in record.fields if not _PADDING.fullmatch(f.name) or not _is_bytes(f.type)]
    return replace(record, fields=tuple(fields))


def _is_bytes(type_: ir.Type) -> bool:
    return isinstance(type_, t.ArrayType) and t.element(type_) == t.unsigned(8)


class Side:
    """A function of a program being read."""

    def __init__(self, program: Program, function: func.FuncOp, terms: Terms) -> None:
        self.program = program
        self.graph = BlockGraph(function.body)
        self.entry = function.body.blocks[0]
        self.state = State(program.layout, terms)
        self.volatile: set[Term] = set()
        self.called: set[str] = set()
        self._variables = _variables(function, program.layout)
        self._ways: dict[ir.Block, int] = {}
        self._ends: dict[ir.Block, ir.Block] = {}
        self._passing: dict[ir.Block, bool] = {}

    def start(self, parameters: list[ir.Type]) -> State:
        """The state at the function's beginning, whose parameters are of the types that the original gives them."""
        for number, (argument, type_) in enumerate(
            zip(self.entry.arguments, parameters, strict=True)
        ):
            kept = type_ if not isinstance(argument.type, t.RecordType) else argument.type
            made = self.state.values[argument] = self.state.leaf("parameter", number, kept)
            if t.is_ptr(kept) and t.is_bool(t.pointee(kept)):
                self.state.terms.truths.add(made)
        return self.state

    def read(self, block: ir.Block, state: State, at: str) -> Stretch:
        """Read on from `block`; `at` names the place for both sides."""
        found: list[tuple[Effect, ir.OpView]] = []
        while True:
            for op in list(block.operations)[:-1]:
                self._step(op, state, at, found)
            end = list(block.operations)[-1].opview
            if end.operation.name == "cnative.return":
                result = None if end.value is None else state.value(end.value)
                return Stretch(tuple(found), result=result, end=end)
            stretch = self._leave(end.operation, state)
            edge = stretch.edges[0]
            if len(stretch.edges) == 2 or not self._is_own(edge):
                return Stretch(tuple(found), stretch.condition, stretch.edges, end=end)
            self.enter(edge)
            block = edge.block

    def enter(self, edge: Edge) -> None:
        """The block's arguments are what the edge gives them."""
        self.state.values.update(zip(edge.block.arguments, edge.arguments, strict=True))

    def _is_own(self, edge: Edge) -> bool:
        return self.ways(edge.block) == 1

    def ways(self, block: ir.Block) -> int:
        """By how many ways a block is reached, where blocks without effect that lead on are none."""
        if not self._ways:
            for source in self.graph.order:
                if source != self.entry and self._passes(source):
                    continue
                targets = [self._next(successor) for successor in source.successors]
                for target in targets[:1] if len(set(targets)) == 1 else targets:
                    self._ways[target] = self._ways.get(target, 0) + 1
        return self._ways.get(block, 0)

    # -- edges ---------------------------------------------------------------------------------------

    def _leave(self, end: ir.Operation, state: State) -> Stretch:
        if end.name == "cf.br":
            given = tuple(state.value(x) for x in end.operands)
            return Stretch((), edges=(self._edge(end.successors[0], given, state),))
        condition = state.terms.truth(state.value(end.operands[0]))
        sizes = list(ir.DenseI32ArrayAttr(end.attributes["operandSegmentSizes"]))
        rest = [state.value(x) for x in list(end.operands)[1:]]
        values = (tuple(rest[: sizes[1]]), tuple(rest[sizes[1] :]))
        if condition.value is not None:
            taken = 0 if condition.value else 1
            return Stretch((), edges=(self._edge(end.successors[taken], values[taken], state),))
        edges = [
            self._edge(successor, own, state.fork())
            for successor, own in zip(end.successors, values, strict=True)
        ]
        if condition.kind == "lnot":
            condition, edges = condition.parts[0], edges[::-1]
        if edges[0].block == edges[1].block:
            both = zip(edges[0].arguments, edges[1].arguments, strict=True)
            chosen = tuple(_chosen(state, condition, *pair) for pair in both)
            return Stretch((), edges=(Edge(edges[0].block, chosen, state),))
        return Stretch((), condition, tuple(edges))

    def _edge(self, block: ir.Block, values: tuple[Term, ...], state: State) -> Edge:
        """The way to `block`, or through it where it only goes on or chooses among values."""
        if not self._passes(block):
            return Edge(block, values, state)
        own = State(state.layout, state.terms, state.values, state.memory)
        before = {argument: own.values.get(argument) for argument in block.arguments}
        own.values.update(zip(block.arguments, values, strict=True))
        for op in list(block.operations)[:-1]:
            self._step(op, own, "", [])
        stretch = self._leave(list(block.operations)[-1], own)
        own.values.update({k: v for k, v in before.items() if v is not None})
        return stretch.edges[0] if len(stretch.edges) == 1 else Edge(block, values, state)

    def _passes(self, block: ir.Block) -> bool:
        """Does every way through the block lead to one other, without an effect?"""
        if block not in self._passing:
            single = len(self.graph.predecessors[block]) == 1
            self._passing[block] = (
                not self._turns_around(block)
                if self._hands_on(block)
                else single and self._is_pure(block) and self._merges(block) is not None
            )
        return self._passing[block]

    def _hands_on(self, block: ir.Block) -> bool:
        """Does a block only compute what it gives to the one block that follows it?"""
        known = [*block.arguments, *(x for op in block.operations for x in op.operation.results)]
        return (
            len(block.successors) == 1
            and self._is_pure(block)
            and all(use.owner.operation.block == block for value in known for use in value.uses)
        )

    def _turns_around(self, block: ir.Block) -> bool:
        """Does a block lead to itself through blocks that only hand on?"""
        seen = {block}
        while self._hands_on(block):
            block = block.successors[0]
            if block in seen:
                return True
            seen.add(block)
        return False

    def _merges(self, block: ir.Block) -> ir.Block | None:
        """Where all ways out of a block meet again without an effect in between; None where they do not."""
        ends = {self._next(successor) for successor in block.successors}
        return ends.pop() if len(ends) == 1 else None

    def _next(self, block: ir.Block) -> ir.Block:
        """The block that `block` leads to: itself, where it does something."""
        if block not in self._ends:
            found = self._merges(block) if self._passes(block) else None
            self._ends[block] = block if found is None else found
        return self._ends[block]

    def _is_pure(self, block: ir.Block) -> bool:
        *inner, end = block.operations
        return end.operation.name != "cnative.return" and all(map(self._computes, inner))

    def _computes(self, op: ir.OpView) -> bool:
        """Has the op no effect?"""
        if isinstance(op, func.CallOp):
            symbol = ir.FlatSymbolRefAttr(op.attributes["callee"]).value
            is_shipped = self.program.is_text and spelled.is_value(symbol)
            return is_shipped or self.program.names.get(symbol, symbol) in self.program.pure
        return op.operation.name in VALUES or isinstance(op, memory.LoadOp)

    # -- ops -----------------------------------------------------------------------------------------

    def _step(
        self, op: ir.OpView, state: State, at: str, found: list[tuple[Effect, ir.OpView]]
    ) -> None:
        name, results = op.operation.name, list(op.operation.results)
        if name in VALUES:
            state.values[results[0]] = VALUES[name](state, op)
        elif name == "cnative.load":
            if "volatile" in op.attributes:
                self.volatile.add(_root(state.value(op.address)))
            state.values[results[0]] = effects.load(state, op.opview)
        elif isinstance(op, (memory.SlotOp, memory.SharedOp)):
            if op.result in self._variables:
                state.values[op.result] = self._variable(op, state)
        elif isinstance(op, memory.GlobalRefOp):
            contents = self.program.constants[op.symbol.value]
            state.values[results[0]] = state.terms.make("constant", data=contents)
        else:
            self._effect(op, state, at, found)

    def _variable(self, op: memory.SlotOp | memory.SharedOp, state: State) -> Term:
        made = state.terms.make("variable", data=self._variables[op.result])
        held = t.pointee(op.result.type)
        while isinstance(held, t.ArrayType):
            held = t.element(held)
        if t.is_bool(held):
            state.terms.truths.add(made)
        return made

    def _effect(
        self, op: ir.OpView, state: State, at: str, found: list[tuple[Effect, ir.OpView]]
    ) -> None:
        made = self._meaning(op, state)
        results = list(op.operation.results)
        if made is None:
            return
        if isinstance(made, Term):
            state.values[results[0]] = made
            return
        place = f"{at}.{len(found)}"
        found.append((made, op))
        for space in made.spaces:
            state.memory[space] = state.terms.make("memory", data=(place, str(space)))
        for result in results:
            state.values[result] = state.leaf("result", place, result.type)
        if made.kind == "store" and results:
            state.values[results[0]] = made.operands[1]
        if "volatile" in op.operation.attributes:
            self.volatile.add(_root(made.operands[0]))

    def _meaning(self, op: ir.OpView, state: State) -> Term | Effect | None:
        if not isinstance(op, func.CallOp):
            if op.operation.name not in EFFECTS:
                raise UnknownOpError(op.operation.name)
            return EFFECTS[op.operation.name](state, op)
        symbol = ir.FlatSymbolRefAttr(op.attributes["callee"]).value
        if self.program.is_text:
            known = spelled.meaning(state, symbol, op)
            if known is not None:
                self.called.add(symbol)
                return known
        name = self.program.names.get(symbol, symbol)
        self.called.add(name)
        if name in self.program.pure:
            seen = () if name in self.program.timeless else SPACES
            return _value_of_call(state, name, op, seen)
        return effects.call(state, name, op)


def _value_of_call(state: State, name: str, op: func.CallOp, spaces: Iterable[t.Space]) -> Term:
    """What a function without effects gives: it depends on its arguments and on the memory of `spaces`."""
    seen = (state.memory[space] for space in spaces)
    made = state.terms.make("call", *(state.value(x) for x in op.operands), *seen, data=name)
    type_ = op.results[0].type
    if isinstance(type_, (t.RecordType, t.VecType, t.ArrayType)):
        return state.spread(made, type_)
    return state.terms.make("value", made, range_=range_of(type_))


def _chosen(state: State, condition: Term, then: Term, otherwise: Term) -> Term:
    """`select`, of records for each leaf."""
    if then.kind != "record" or otherwise.kind != "record":
        return state.terms.select(condition, then, otherwise)
    pairs = zip(then.parts, otherwise.parts, strict=True)
    return state.terms.make("record", *(state.terms.select(condition, x, y) for x, y in pairs))


def _root(address: Term) -> Term:
    return address.parts[0] if address.kind == "at" else address


def _variables(function: func.FuncOp, layout: Layout) -> dict[ir.Value, Atom]:
    """Variables in memory by their kind and name, and their number among those of one kind and name."""
    found: dict[ir.Value, Atom] = {}
    counts: dict[Atom, int] = {}
    shared: dict[str, Atom] = {}
    for block in function.body.blocks:
        for op in block.operations:
            if not isinstance(op, (memory.SlotOp, memory.SharedOp)) or not list(op.result.uses):
                continue
            known = op.attributes["variable"].value if "variable" in op.attributes else ""
            if known and known in shared:
                found[op.result] = shared[known]
                continue
            name = _NUMBERED.sub("", op.name.value)
            kind = (op.operation.name, kind_of(t.pointee(op.result.type), layout, True), name)
            counts[kind] = counts.get(kind, 0) + 1
            found[op.result] = shared[known] = (kind, counts[kind])
    return found
