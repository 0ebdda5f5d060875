"""Time as device code sees it."""

from typing import Any

from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.verify import reject, require

STEP = 1000  # ticks of one reading, where readings are counted in place of time
TICKS = "cn_ticks"  # the variable in which ported kernels count them


class ClockOp(Cnative.Operation, name="clock"):
    """Ticks (si64) of a clock of the device that goes on while threads run.

    Where there is no such clock, `*counter` (ui64) counts the readings, STEP for each.
    CUDA C++ Programming Guide, "Time Function".
    """

    result: Result[Any]
    counter: Operand[Any] | None = None

    @staticmethod
    def verify_invariants(op: "ClockOp") -> bool:
        type_ = op.result.type
        if not t.is_int(type_) or type_.width != 64 or t.is_unsigned(type_):
            return reject(op, "a clock counts in si64")
        if op.counter is None:
            return True
        word = t.pointee(op.counter.type)
        return require(op, word.width == 64 and t.is_unsigned(word), "the counter is ui64")
