"""From threads that run at once to loops over the threads of a block."""

from cn_migrate.lowering.cpu.number_threads import NumberThreads
from cn_migrate.lowering.cpu.plain_types import PlainTypes
from cn_migrate.lowering.cpu.put_inside import PutInside
from cn_migrate.lowering.cpu.refuse_grid_barriers import RefuseGridBarriers
from cn_migrate.lowering.cpu.thread_loops import ThreadLoops

__all__ = ["NumberThreads", "PlainTypes", "PutInside", "RefuseGridBarriers", "ThreadLoops"]
