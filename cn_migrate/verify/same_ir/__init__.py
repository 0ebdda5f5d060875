"""Is the emitted text, read back, the program that it was printed from?  A proof without running anything."""

from cn_migrate.verify.same_ir.compare import Difference
from cn_migrate.verify.same_ir.proof import Sameness, compare_lowered, compare_with_text

__all__ = ["Difference", "Sameness", "compare_lowered", "compare_with_text"]
