"""One function in normal form as the text of LLVM IR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cn_migrate._mlir import cf, func, ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.blocks import BlockGraph
from cn_migrate.dialects.cnative.flatten import UNROLL
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.dialects.cnative.threads import SIDE_BY_SIDE
from cn_migrate.emitters.llvm.machine import Machine
from cn_migrate.emitters.llvm.types import Types, constant, quoted

Rule = Callable[["FunctionWriter", Any], None]


@dataclass
class Module:
    """What the functions of one module share: `declarations` by name, and global definitions by name."""

    types: Types
    machine: Machine
    rules: Mapping[type[ir.OpView], Rule]
    declarations: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    metadata: list[str] = field(default_factory=list)

    def node(self, text: str) -> str:
        """A metadata node of this text; its reference."""
        self.metadata.append(text)
        return f"!{len(self.metadata) - 1}"


class FunctionWriter:
    """Prints the ops of one function through the module's tables.

    Raises Refusal where an op has no spelling on this machine.
    """

    def __init__(self, module: Module, function: func.FuncOp) -> None:
        self.module = module
        self.types = module.types
        self.function = function
        self.lines: list[str] = []
        self.entry: list[str] = []  # what stands before everything else: variables
        self._names: dict[ir.Value, str] = {}
        self.places: dict[str, str] = {}  # variables of the block, by name
        self.of_threads = 0  # bytes of variables that have a copy for each thread of a block
        self._temporaries = 0
        self._groups: dict[int, str] = {}
        self._graph = BlockGraph(function.body)
        self.block_labels = {block: f"b{i}" for i, block in enumerate(self._graph.order)}

    # -- values

    def name(self, value: ir.Value, text: str = "") -> str:
        """The name of a value, or `text` for it from now on."""
        if text:
            self._names[value] = text
        elif value not in self._names:
            self._names[value] = f"%v{len(self._names)}"
        return self._names[value]

    def operand(self, value: ir.Value) -> str:
        """`value` as an operand, without its type."""
        if isinstance(value.owner, ir.Block):
            return self.name(value)
        op = value.owner.opview
        if isinstance(op, e.ConstantOp):
            return constant(op.value, value.type)
        if isinstance(op, e.ZeroOp):
            return self.zero(value.type)
        if isinstance(op, e.UndefOp):
            return "undef"
        return self.name(value)

    def typed(self, value: ir.Value) -> str:
        """`value` as an operand, with its type."""
        return f"{self.types.value(value.type)} {self.operand(value)}"

    def in_memory(self, value: ir.Value) -> str:
        """`value` with its type, as it lies in memory."""
        if not t.is_bool(value.type):
            return self.typed(value)
        return f"i8 {self.temporary(f'zext i1 {self.operand(value)} to i8')}"

    def zero(self, type_: ir.Type) -> str:
        """Zero of a type."""
        if t.is_float(type_):
            return "0.0"
        if t.is_bool(type_):
            return "false"
        if t.is_int(type_):
            return "0"
        return "null" if t.is_ptr(type_) else "zeroinitializer"

    # -- instructions

    def add(self, text: str) -> None:
        """An instruction without a result."""
        self.lines.append(f"  {text}")

    def temporary(self, text: str) -> str:
        """An instruction of which no value of the module is the result; its name."""
        self._temporaries += 1
        name = f"%t{self._temporaries}"
        self.add(f"{name} = {text}")
        return name

    def define(self, value: ir.Value, text: str) -> None:
        """The instruction that makes `value`."""
        self.add(f"{self.name(value)} = {text}")

    def define_from_memory(self, value: ir.Value, text: str) -> None:
        """The same for an instruction whose result is as in memory."""
        if t.is_bool(value.type):
            self.define(value, f"icmp ne i8 {self.temporary(text)}, 0")
        else:
            self.define(value, text)

    def variable(self, type_: str, align: int) -> str:
        """A place of the function's own; its address, in the space of pointers to private memory."""
        self._temporaries += 1
        name = f"%a{self._temporaries}"
        space = self.module.machine.spaces[t.Space.PRIVATE]
        behind = f", addrspace({space})" if space else ""
        self.entry.append(f"  {name} = alloca {type_}, align {align}{behind}")
        return name

    def call(self, result: str, name: str, *arguments: str) -> str:
        """The text of a call of a function that is declared elsewhere."""
        kinds = ", ".join(argument.rpartition(" ")[0] for argument in arguments)
        self.module.declarations.setdefault(name, f"declare {result} @{name}({kinds})")
        return f"call {result} @{name}({', '.join(arguments)})"

    def refusal(self, op: ir.OpView, construct: str) -> Refusal:
        """What is raised for an op that this machine has no form of."""
        return Refusal("device-construct", span_of(op), construct=construct)

    # -- the whole

    def text(self, head: str) -> str:
        """The definition, with `head` before the braces."""
        for block in self._graph.order:
            self._block(block)
        first = self.block_labels[self._graph.order[0]]
        return "\n".join(
            [f"{head} {{", "entry:", *self.entry, f"  br label %{first}", *self.lines, "}"]
        )

    def parameters(self) -> list[str]:
        """The function's parameters with their types."""
        arguments = self.function.arguments
        return [
            f"{self.types.value(a.type)} {self.name(a, f'%p{i}')}" for i, a in enumerate(arguments)
        ]

    def _block(self, block: ir.Block) -> None:
        self.lines.append(f"{self.block_labels[block]}:")
        if block != self._graph.order[0]:
            for number, argument in enumerate(block.arguments):
                self._phi(block, argument, number)
        for op in block.operations:
            self._op(op)

    def _phi(self, block: ir.Block, argument: ir.Value, number: int) -> None:
        incoming = []
        for source in dict.fromkeys(self._graph.predecessors[block]):
            value = self._passed(source, block, number)
            incoming.append(f"[ {value}, %{self.block_labels[source]} ]")
        type_ = self.types.value(argument.type)
        self.define(argument, f"phi {type_} {', '.join(incoming)}")

    def _passed(self, source: ir.Block, target: ir.Block, number: int) -> str:
        *_, branch = source.operations
        if isinstance(branch, cf.BranchOp):
            return self.operand(branch.destOperands[number])
        yes, no = branch.trueDestOperands, branch.falseDestOperands
        if source.successors[0] == source.successors[1] and yes[number] != no[number]:
            return self._selected(source, number)
        if source.successors[0] != target:
            return self.operand(branch.falseDestOperands[number])
        return self.operand(branch.trueDestOperands[number])

    def _op(self, op: ir.OpView) -> None:
        if isinstance(op, (e.ConstantOp, e.ZeroOp, e.UndefOp)):
            return
        if isinstance(op, cf.BranchOp):
            self.add(f"br label %{self.block_labels[op.successors[0]]}{self._loop(op)}")
        elif isinstance(op, cf.CondBranchOp):
            self._branch(op)
        elif isinstance(op, c.ReturnOp):
            self.add("ret void" if op.value is None else f"ret {self.typed(op.value)}")
        elif rule := self.module.machine.rules.get(type(op)) or self.module.rules.get(type(op)):
            rule(self, op)
        else:
            raise self.refusal(op, f"'{op.operation.name}'")

    def _branch(self, op: Any) -> None:
        then, otherwise = op.successors
        if then == otherwise:
            pairs = zip(op.trueDestOperands, op.falseDestOperands, strict=True)
            for number, (yes, no) in enumerate(pairs):
                if yes != no:
                    chosen = f"select i1 {self.operand(op.condition)}, {self.typed(yes)}, {self.typed(no)}"
                    self.add(f"{self._selected(op.operation.block, number)} = {chosen}")
            self.add(f"br label %{self.block_labels[then]}{self._loop(op)}")
            return
        labels = f"label %{self.block_labels[then]}, label %{self.block_labels[otherwise]}"
        self.add(f"br i1 {self.operand(op.condition)}, {labels}{self._loop(op)}")

    def _selected(self, source: ir.Block, number: int) -> str:
        """What a branch with one target hands on."""
        return f"%{self.block_labels[source]}.{number}"

    def access_group(self, number: int) -> str:
        """The group of the accesses that a loop's turns may do side by side."""
        if number not in self._groups:
            self._groups[number] = self.module.node("distinct !{}")
        return self._groups[number]

    def _loop(self, op: ir.OpView) -> str:
        """What is known of the loop that a branch closes."""
        hints = []
        if SIDE_BY_SIDE in op.attributes:
            group = self.access_group(op.attributes[SIDE_BY_SIDE].value)
            hints.append(self.module.node(f'!{{!"llvm.loop.parallel_accesses", {group}}}'))
        if UNROLL in op.attributes:
            count = op.attributes[UNROLL].value
            how = f'"llvm.loop.unroll.count", i32 {count}' if count else '"llvm.loop.unroll.enable"'
            hints.append(self.module.node(f"!{{!{how}}}"))
        if not hints:
            return ""
        own = f"!{len(self.module.metadata)}"  # a loop's node names itself first
        node = self.module.node(f"distinct !{{{', '.join([own, *hints])}}}")
        return f", !llvm.loop {node}"


def symbol(name: str) -> str:
    """A function or variable by its name."""
    return f"@{quoted(name)}"
