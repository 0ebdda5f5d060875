"""From threads that run at once to loops over the threads of a block."""

from cn_migrate.lowering.cpu.count_threads import CountThreads
from cn_migrate.lowering.cpu.divisions import Divisions
from cn_migrate.lowering.cpu.mark_grid_barriers import MarkGridBarriers
from cn_migrate.lowering.cpu.mark_side_by_side import MarkSideBySide
from cn_migrate.lowering.cpu.number_threads import NumberThreads
from cn_migrate.lowering.cpu.plain_types import PlainTypes
from cn_migrate.lowering.cpu.put_inside import PutInside
from cn_migrate.lowering.cpu.put_loops_inside import PutLoopsInside
from cn_migrate.lowering.cpu.signed_sums import SignedSums
from cn_migrate.lowering.cpu.split_records import SplitRecords
from cn_migrate.lowering.cpu.split_variables import SplitVariables
from cn_migrate.lowering.cpu.thread_loops import ThreadLoops
from cn_migrate.lowering.cpu.wide_blocks import WideBlocks

__all__ = [
    "CountThreads",
    "Divisions",
    "MarkGridBarriers",
    "MarkSideBySide",
    "NumberThreads",
    "PlainTypes",
    "PutInside",
    "PutLoopsInside",
    "SignedSums",
    "SplitRecords",
    "SplitVariables",
    "ThreadLoops",
    "WideBlocks",
]
