"""Control flow around meetings of threads becomes the same for all threads of a block."""

from cn_migrate.lowering.converge.converge import Converge

__all__ = ["Converge"]
