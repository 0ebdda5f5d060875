"""How a kernel instance is known that no name can mean, because closures are among its template arguments.

A closure is known by the place of its lambda and the template arguments around that.  Free of any target's spelling.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LambdaName:
    """A closure type: its lambda's place (`file:line:column`), and the arguments of the templates around."""

    place: str
    around: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateName:
    """An instance of a class template with a closure among its arguments."""

    template: str
    arguments: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A template argument that is no type, or the parameter for one."""

    text: str


# A type by its name, or one of the above.
Name = str | LambdaName | TemplateName | Value


@dataclass(frozen=True, slots=True)
class KernelKey:
    """The kernel template's place, its parameters' types, and the template arguments that those do not tell."""

    place: str
    parameters: tuple[Name, ...]
    rest: tuple[Name, ...] = ()
