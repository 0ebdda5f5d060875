"""The reference interpreter of `cnative`: what each op means, and the oracle of all passes."""

from cn_migrate.dialects.cnative.interpreter.error import InterpreterError
from cn_migrate.dialects.cnative.interpreter.interpreter import Interpreter
from cn_migrate.dialects.cnative.interpreter.memory import NULL, Buffer, Memory, Pointer
from cn_migrate.dialects.cnative.interpreter.report import Finding, Report

__all__ = [
    "NULL",
    "Buffer",
    "Finding",
    "Interpreter",
    "InterpreterError",
    "Memory",
    "Pointer",
    "Report",
]
