"""How much work a finding leaves to a person: an estimate by rule, and what it rests on is said with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from cn_migrate.report.model import DiagnosticEntry, blocks


class Effort(StrEnum):
    """The order of magnitude for an engineer who knows the code, easiest first."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


# What somebody who knows the code has to do about each rule that needs a hand.
EFFORT: dict[str, Effort] = {
    "source-syntax": Effort.MINUTES,  # a flag or a define is missing
    "missing-header": Effort.MINUTES,  # the folder of a header
    "missing-declaration": Effort.MINUTES,  # follows from a missing header
    "damaged-function": Effort.MINUTES,  # follows from a missing header
    "undefined-device-function": Effort.MINUTES,  # a source that is not in the build
    "merge-conflict": Effort.MINUTES,
    "merge-skipped": Effort.MINUTES,
    "host-construct": Effort.HOURS,  # other host code for the same
    "host-api": Effort.HOURS,
    "host-api-in-c": Effort.MINUTES,  # compile the source as C++
    "header-conflict": Effort.HOURS,
    "device-construct": Effort.HOURS,  # other device code for the same
    "device-function": Effort.HOURS,
    "recursion": Effort.HOURS,  # a loop with a stack of its own
    "address-space": Effort.HOURS,  # one variable for each kind of memory
    "tool-fault": Effort.HOURS,  # a report, and a way around meanwhile
    "crash": Effort.HOURS,
    "group-barrier": Effort.DAYS,  # another way to split the work into launches
    "device-launch": Effort.DAYS,  # the decisions move to the host
    "library-call": Effort.DAYS,  # another library, or kernels of one's own
    "library-header": Effort.DAYS,
}


def effort(findings: Iterable[DiagnosticEntry]) -> Counter[Effort]:
    """How many pieces of hand work there are of each size; the same thing at several places is one piece."""
    pieces = {(d.rule, d.message) for d in findings if blocks(d)}
    return Counter(EFFORT[rule] for rule, _ in pieces)
