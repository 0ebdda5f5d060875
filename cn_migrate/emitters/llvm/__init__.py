"""LLVM IR out of a module in normal form."""

from cn_migrate.emitters.llvm.emit import emit
from cn_migrate.emitters.llvm.processor import PROCESSOR

__all__ = ["PROCESSOR", "emit"]
