"""Pointer types with unknown address spaces, and their unification.

A shape follows a type as deep as pointers go: each pointer in it has a node of its own.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative import types as t


class SpaceConflictError(Exception):
    """One pointer would have to point into two address spaces; `nodes` are the two that are not one.

    At a call, `argument` is the number of the one that brings it up.
    """

    def __init__(self, first: t.Space, second: t.Space, nodes: tuple[Node, Node]) -> None:
        super().__init__(f"{first} and {second}")
        self.first = first
        self.second = second
        self.nodes = nodes
        self.argument = 0


class Node:
    """An address space, known or not yet; equal ones are joined (union-find)."""

    __slots__ = ("_parent", "space", "unique")

    def __init__(self, space: t.Space | None = None, unique: bool = False) -> None:
        self.space = space
        self.unique = unique  # one for the whole module, never copied: a pointer in a record
        self._parent: Node | None = None

    def root(self) -> Node:
        """The node that stands for all that were joined with this one."""
        node = self
        while node._parent is not None:
            node = node._parent
        return node

    def join(self, other: Node) -> None:
        """From now on the two are one.  Raises SpaceConflictError."""
        mine, theirs = self.root(), other.root()
        if mine is theirs:
            return
        if mine.space and theirs.space and mine.space != theirs.space:
            raise SpaceConflictError(mine.space, theirs.space, (mine, theirs))
        mine.space = mine.space or theirs.space
        mine.unique = mine.unique or theirs.unique
        theirs._parent = mine


@dataclass(frozen=True, slots=True, eq=False)
class Pointer:
    """A pointer; `pointee` is None where no pointer lies behind it."""

    node: Node
    pointee: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """An array that holds pointers."""

    element: Shape


Shape = Pointer | Array | None


def shape_of(type_: ir.Type, unknown: t.Space | None = None, unique: bool = False) -> Shape:
    """The shape of `type_`; spaces that it leaves open become `unknown` (None: to be inferred).

    Records have none: what their fields point to is the same in all places (`record_fields`).
    """
    if isinstance(type_, t.PtrType):
        space = t.space(type_)
        node = Node(unknown if space == t.Space.GENERIC else space, unique)
        return Pointer(node, shape_of(t.pointee(type_), unknown, unique))
    if isinstance(type_, t.ArrayType):
        element = shape_of(t.element(type_), unknown, unique)
        return Array(element) if element is not None else None
    return None


def unify(left: Shape, right: Shape) -> None:
    """The two are shapes of one type: join their nodes.  Raises SpaceConflictError."""
    if isinstance(left, Pointer) and isinstance(right, Pointer):
        left.node.join(right.node)
        unify(left.pointee, right.pointee)
    elif isinstance(left, Array) and isinstance(right, Array):
        unify(left.element, right.element)


def assign(place: Shape, value: Shape) -> None:
    """`value` goes to `place`: the two are unified, but that a generic place takes pointers into any memory.

    Any but constant memory (OpenCL C 3.0, 6.7.1).  Raises SpaceConflictError.
    """
    if isinstance(place, Pointer) and isinstance(value, Pointer):
        known = value.node.root().space
        if place.node.root().space == t.Space.GENERIC and known not in (None, t.Space.CONSTANT):
            unify(place.pointee, value.pointee)
            return
    elif isinstance(place, Array) and isinstance(value, Array):
        assign(place.element, value.element)
        return
    unify(place, value)


def make_generic(shape: Shape) -> bool:
    """Let the pointers that `shape` is, or is an array of, point into any memory; are there any?"""
    if isinstance(shape, Array):
        return make_generic(shape.element)
    if isinstance(shape, Pointer):
        shape.node.space = t.Space.GENERIC
    return isinstance(shape, Pointer)


def outermost(shape: Shape) -> Node | None:
    """The node of the pointers that `shape` is, or is an array of."""
    if isinstance(shape, Array):
        return outermost(shape.element)
    return shape.node.root() if isinstance(shape, Pointer) else None


def instantiate(shape: Shape, copies: dict[Node, Node]) -> Shape:
    """A copy with nodes of its own; nodes that were one stay one (`copies`: old root -> new node)."""
    if isinstance(shape, Pointer):
        root = shape.node.root()
        node = root if root.unique else copies.setdefault(root, Node(root.space))
        return Pointer(node, instantiate(shape.pointee, copies))
    if isinstance(shape, Array):
        return Array(instantiate(shape.element, copies))
    return None


def spaces(shape: Shape) -> tuple[t.Space, ...]:
    """The spaces in `shape`, outermost first; what nobody settled is global."""
    if isinstance(shape, Pointer):
        return (shape.node.root().space or t.Space.GLOBAL, *spaces(shape.pointee))
    if isinstance(shape, Array):
        return spaces(shape.element)
    return ()


def bind(shape: Shape, known: tuple[t.Space, ...]) -> tuple[t.Space, ...]:
    """Settle `shape`'s nodes by `known` (as `spaces` lists them); returns what is left of `known`."""
    if isinstance(shape, Pointer):
        shape.node.join(Node(known[0]))
        return bind(shape.pointee, known[1:])
    if isinstance(shape, Array):
        return bind(shape.element, known)
    return known


def concrete(type_: ir.Type, shape: Shape) -> ir.Type:
    """`type_` with the spaces that `shape` found."""
    if isinstance(type_, t.PtrType):
        if not isinstance(shape, Pointer):
            return concrete(type_, shape_of(type_))
        return t.ptr(
            concrete(t.pointee(type_), shape.pointee), shape.node.root().space or t.Space.GLOBAL
        )
    if isinstance(type_, t.ArrayType):
        element = concrete(t.element(type_), shape.element if isinstance(shape, Array) else None)
        return t.array(element, t.count(type_))
    return type_


Field = tuple[str, str]  # the names of a record and of its field
Fields = dict[Field, Shape]


def record_fields(module: ir.Module, generic: AbstractSet[Field] = frozenset()) -> Fields:
    """Shapes of the fields of all records; those of the `generic` ones point into any memory."""
    found = {
        (op.name.value, field[0].value): shape_of(field[1].value, unique=True)
        for op in module.body.operations
        if isinstance(op, definitions.RecordDefOp)
        for field in op.fields
    }
    for name in generic:
        make_generic(found[name])
    return found


def settle(shape: Shape) -> None:
    """Whatever is still open in `shape` is global."""
    if isinstance(shape, Pointer):
        shape.node.root().space = shape.node.root().space or t.Space.GLOBAL
        settle(shape.pointee)
    elif isinstance(shape, Array):
        settle(shape.element)
