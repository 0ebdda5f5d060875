"""Types of the fields of an op's definition."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cn_migrate._mlir import ext

if TYPE_CHECKING:
    _Type = TypeVar("_Type")

    class Operand(Generic[_Type]):
        """A value that an op takes; `Operand[T] | None` may be left out."""

        def __getattr__(self, name: str) -> Any: ...

    class Result(Generic[_Type]):
        """A value that an op gives."""

        def __getattr__(self, name: str) -> Any: ...

else:
    Operand = ext.Operand
    Result = ext.Result

__all__ = ["Operand", "Result"]
