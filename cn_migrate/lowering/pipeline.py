"""Which passes make a module ready for which target, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.lowering.bound_recursion import BoundRecursion
from cn_migrate.lowering.converge import Converge
from cn_migrate.lowering.count_readings import CountReadings
from cn_migrate.lowering.cpu import (
    CountThreads,
    Divisions,
    MarkGridBarriers,
    MarkSideBySide,
    NumberThreads,
    PlainTypes,
    PutInside,
    PutLoopsInside,
    SignedSums,
    SplitRecords,
    SplitVariables,
    ThreadLoops,
    WideBlocks,
)
from cn_migrate.lowering.fold_constants import FoldConstants
from cn_migrate.lowering.hoist_shared import HoistShared
from cn_migrate.lowering.infer_address_spaces import InferAddressSpaces
from cn_migrate.lowering.lockstep import Lockstep
from cn_migrate.lowering.loop_hints import LoopHints
from cn_migrate.lowering.needless_barriers import NeedlessBarriers
from cn_migrate.lowering.normalise import Normalise
from cn_migrate.lowering.pass_globals import PassGlobals
from cn_migrate.lowering.pass_protocol import Pass
from cn_migrate.lowering.private_shared import PrivateShared
from cn_migrate.lowering.refuse_recursion import RefuseRecursion
from cn_migrate.lowering.remove_unused import RemoveUnused
from cn_migrate.lowering.report_requirements import ReportRequirements
from cn_migrate.lowering.signal_traps import SignalTraps
from cn_migrate.lowering.target import ACCELERATOR, OPENCL, OPENMP, PROCESSOR, Target
from cn_migrate.lowering.warp_scratch import WarpScratch


def _part(step: Pass, without: frozenset[str]) -> Pass:
    """A pass that does without some of its parts."""
    if not isinstance(step, ThreadLoops):
        return step
    return replace(step, without=step.without | without)


_LOOPS: tuple[Pass, ...] = (
    BoundRecursion(),
    RefuseRecursion(),
    MarkGridBarriers(),
    FoldConstants(),
    InferAddressSpaces(one_memory=True),
    RemoveUnused(),
    SplitVariables(),
    PrivateShared(),
    NeedlessBarriers(),
    LoopHints(),
    Lockstep(),
    Converge(at_end=True),
    HoistShared(),
    SignalTraps(),
    PassGlobals(),
    PutInside(),
    RemoveUnused(),
    PutLoopsInside(),
    SplitRecords(),
    NumberThreads(),
    WideBlocks(),
    SignedSums(),
    ThreadLoops(),
    Divisions(),
    PlainTypes(),
)

PIPELINES: dict[Target, tuple[Pass, ...]] = {
    OPENCL: (
        BoundRecursion(),
        RefuseRecursion(),
        FoldConstants(),
        InferAddressSpaces(),
        RemoveUnused(),
        LoopHints(),
        Lockstep(),
        Converge(),
        WarpScratch(),
        HoistShared(),
        SignalTraps(),
        CountReadings(),
        PassGlobals(),
        ReportRequirements(),
    ),
    OPENMP: _LOOPS,
    ACCELERATOR: (
        BoundRecursion(),
        RefuseRecursion(),
        FoldConstants(),
        InferAddressSpaces(),
        RemoveUnused(),
        LoopHints(),
        Lockstep(),
        Converge(),
        WarpScratch(),
        HoistShared(),
        SignalTraps(),
        PassGlobals(),
        Normalise(),
    ),
    PROCESSOR: (
        *(_part(step, frozenset(("strips", "edges-apart"))) for step in _LOOPS),
        CountThreads(),
        Normalise(),
        MarkSideBySide(),
    ),
}

NORMAL: tuple[Pass, ...] = (
    RefuseRecursion(),
    FoldConstants(),
    InferAddressSpaces(),
    RemoveUnused(),
    Normalise(),
)


def lower(
    module: ir.Module,
    diagnostics: Diagnostics,
    target: Target = OPENCL,
    without: Collection[str] = (),
) -> None:
    """Run `target`'s passes on `module`, in place, `without` some of OPTIMISATIONS; the module verifies afterwards.

    Kernels that cannot be lowered are reported and removed.
    """
    steps = [step for step in PIPELINES[target] if step.name not in without]
    _run([_part(step, frozenset(without)) for step in steps], module, diagnostics)


def normalise(module: ir.Module, diagnostics: Diagnostics) -> None:
    """Bring `module` into the normal form, in place; the module verifies afterwards.

    Kernels that have none are reported and removed.
    """
    _run(NORMAL, module, diagnostics)


def _run(passes: Sequence[Pass], module: ir.Module, diagnostics: Diagnostics) -> None:
    for step in passes:
        step.apply(module, diagnostics)
    with module.context:
        module.operation.verify()
