"""The pass: all threads of a block reach each barrier and each warp operation together.

OpenCL wants that of barriers, and where a device has no sub-groups like CUDA's warps, warp operations go over
barriers.  CUDA lets threads leave before a barrier, and warps or parts of them shuffle and vote on their own.
Where the analysis shows that all threads go one way, nothing changes; elsewhere they all go every way, and
variables say who is active.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.dialects.cnative.expressions import ConstantOp
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import callees_first, functions, operations
from cn_migrate.lowering.converge.end import ACTIVE
from cn_migrate.lowering.converge.guards import Guards
from cn_migrate.lowering.converge.keys import give_keys, take_keys
from cn_migrate.lowering.converge.meetings import Meetings
from cn_migrate.lowering.converge.plan import Plan
from cn_migrate.lowering.converge.quiet import MEETINGS, Quiet
from cn_migrate.lowering.converge.rewrite import Rewrite
from cn_migrate.lowering.converge.uniformity import Uniformity
from cn_migrate.lowering.thread_arguments import Need, add_parameter


@dataclass(frozen=True)
class Converge:
    """See the module.

    `at_end`: functions with meetings return at their ends only, and kernels from nowhere that meetings are near, so
    that one can be put into the other, and regions between meetings be cut out.
    """

    at_end: bool = False
    name: str = "converge"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """See the module; functions that change are reported."""
        with module.context, ir.Location.unknown():
            all_ = functions(module)
            if not any(map(_meets, all_.values())):
                return
            give_keys(all_.values())
            meetings = Meetings(all_, self.at_end)
            quiet = Quiet(all_)
            ordered = {f.sym_name.value: f for f in callees_first(module)}
            uniformity = Uniformity(ordered, quiet, meetings.followed, meetings.inner)
            guards = Guards(uniformity, quiet)
            plan = Plan(all_, meetings, uniformity, guards)
            for name in (name for name in meetings.meeting if name in plan.touched):
                active = _active(all_[name], name, plan)
                Rewrite(plan, meetings, guards, uniformity.facts).function(all_[name], active)
                if active is not None or name in plan.changed:
                    diagnostics.report("converged", span_of(all_[name]), name=_shown(all_[name]))
            take_keys(all_.values())


def _meets(function: func.FuncOp) -> bool:
    return any(isinstance(op, MEETINGS) for op in operations(function.body))


def _active(function: func.FuncOp, name: str, plan: Plan) -> ir.Value | None:
    """The variable at the function's start that says who takes part; None where all do."""
    told = name in plan.told
    if not told and name not in plan.early:
        return None
    type_ = t.boolean()
    with function.location, ir.InsertionPoint.at_block_begin(function.entry_block):
        if told:
            init = add_parameter(function, Need(ACTIVE, ACTIVE, type_))
        else:
            init = ConstantOp(number(type_, True), type_).result
        return m.SlotOp(text(ACTIVE), t.ptr(type_, t.Space.PRIVATE), init=init).result


def _shown(function: func.FuncOp) -> str:
    attributes = function.attributes
    name = "cnative.source_name" if "cnative.source_name" in attributes else "sym_name"
    return str(attributes[name].value)
