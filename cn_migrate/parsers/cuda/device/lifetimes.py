"""Which objects end where control leaves a block: C++ destroys them in reverse order of their construction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from clang.cindex import Type

from cn_migrate._mlir import ir

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.body import Body


class Extent(Enum):
    """What a scope is the scope of."""

    BLOCK = "block"
    LOOP = "loop"
    SWITCH = "switch"
    EXPRESSION = "expression"  # a full-expression: its temporaries
    CHOICE = "choice"  # an operand that may not be evaluated


@dataclass(slots=True)
class Scope:
    """The objects of one scope so far; `labels`: how many there were at each label (None: not reached yet)."""

    extent: Extent
    objects: list[tuple[ir.Value, Type]] = field(default_factory=list)
    labels: dict[str, int | None] = field(default_factory=dict)


class Lifetimes:
    """The scopes around the place that is being translated, innermost last."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._scopes: list[Scope] = [Scope(Extent.BLOCK)]

    @contextmanager
    def scope(self, extent: Extent) -> Iterator[Scope]:
        """A scope; where control reaches its end, its objects end there."""
        scope = Scope(extent)
        self._scopes.append(scope)
        yield scope
        if not self._body.terminated:
            self._destroy(scope.objects)
        self._scopes.pop()

    def begin(self, place: ir.Value, type_: Type) -> None:
        """A variable of `type_` lives at `place` from here to the end of its block."""
        if self._body.destruction_needed(type_):
            self._block().objects.append((place, type_))

    def begin_temporary(self, place: ir.Value, type_: Type) -> None:
        """A temporary lives to the end of its full-expression.  Raises Refusal where that depends on a choice."""
        if not self._body.destruction_needed(type_):
            return
        scope = self._scopes[-1]
        if scope.extent is not Extent.EXPRESSION:
            raise self._body.refuse(f"a temporary object of '{type_.spelling}' in a condition")
        scope.objects.append((place, type_))

    def leave_function(self, kept: ir.Value | None = None) -> None:
        """Control leaves the function; `kept` is the variable that is the result."""
        self._leave(0, kept)

    def leave_loop(self) -> None:
        """Control leaves a turn of the innermost loop."""
        self._leave(self._innermost((Extent.LOOP,)))

    def leave_breakable(self) -> None:
        """Control leaves the innermost loop or switch."""
        self._leave(self._innermost((Extent.LOOP, Extent.SWITCH)))

    def leave_to_label(self, name: str) -> None:
        """Control goes to a label of an enclosing block.  Raises Refusal where the label stands in another one."""
        for number in reversed(range(len(self._scopes))):
            scope = self._scopes[number]
            if name in scope.labels:
                self._leave(number + 1)
                known = scope.labels[name]
                self._destroy(scope.objects[len(scope.objects) if known is None else known :])
                return
        raise self._body.refuse("a goto into a block")

    def expect_labels(self, names: list[str]) -> None:
        """The innermost scope holds the labels `names`."""
        self._scopes[-1].labels.update(dict.fromkeys(names))

    def reach_label(self, name: str) -> None:
        """The place of label `name`."""
        scope = self._scopes[-1]
        scope.labels[name] = len(scope.objects)

    def finish(self) -> None:
        """Control reaches the end of the function."""
        self._leave(0)

    def _block(self) -> Scope:
        return next(s for s in reversed(self._scopes) if s.extent is not Extent.EXPRESSION)

    def _innermost(self, extents: tuple[Extent, ...]) -> int:
        numbers = range(len(self._scopes))
        return max((n for n in numbers if self._scopes[n].extent in extents), default=0)

    def _leave(self, outermost: int, kept: ir.Value | None = None) -> None:
        for scope in reversed(self._scopes[outermost:]):
            self._destroy([x for x in scope.objects if kept is None or x[0] != kept])

    def _destroy(self, objects: list[tuple[ir.Value, Type]]) -> None:
        for place, type_ in reversed(objects):
            self._body.destroy(place, type_)
