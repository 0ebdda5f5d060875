"""How long variants of kernels took on a device, kept from one run to the next in the user's cache folder.

Launches cannot be repeated to compare variants: kernels change what they work on.  So one launch runs one variant, the
next one another, and what counts is the least time for a thread of the grid that was seen.  That is an approximation:
threads of one launch may have more to do than those of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from cn_migrate import cache

_TRIES = 3  # launches of each variant before one is chosen
_WORTH = 0.05  # seconds that a kernel has taken before others are compiled to be tried
_KEPT = 64  # devices


@dataclass
class Time:
    """Of one variant: how many launches, the seconds of all, and the least of one for a thread of the grid."""

    launches: int = 0
    seconds: float = 0.0
    least: float = float("inf")


class MeasuredTimes:
    """The times of one device, by what identifies a variant of a kernel."""

    def __init__(self, device: str) -> None:
        self._lock = Lock()
        folder = cache.folder("times")
        name = f"{hashlib.sha256(device.encode()).hexdigest()[:32]}.json"
        self._place = None if folder is None else folder / name
        self._times = _read(self._place)
        self._is_new = False

    def note(self, variant: str, seconds: float, threads: int) -> None:
        """A launch of `threads` threads took so long."""
        with self._lock:
            time = self._times.setdefault(variant, Time())
            time.launches += 1
            time.seconds += seconds
            time.least = min(time.least, seconds / max(1, threads))
            self._is_new = True

    def choose(self, variants: Sequence[str]) -> str:
        """The fastest of `variants`, which are in order of preference: the first, until trying others is worth it."""
        with self._lock:
            known = [self._times.get(variant, Time()) for variant in variants]
        if sum(time.seconds for time in known) < _WORTH:
            return variants[0]
        for variant, time in zip(variants, known, strict=True):
            if time.launches < _TRIES:
                return variant
        return min(zip(known, variants, strict=True), key=lambda pair: pair[0].least)[1]

    def ratio(self, variant: str, other: str) -> float | None:
        """How many times as long as `other` a variant takes; None where one was not tried."""
        with self._lock:
            one, two = self._times.get(variant), self._times.get(other)
        return one.least / two.least if one and two and two.least else None

    def save(self) -> None:
        """Keep what is new; where that cannot be, nothing is kept."""
        if self._place is None or not self._is_new:
            return
        with self._lock:
            all_ = _read(self._place) | self._times
            text = json.dumps({name: vars(time) for name, time in all_.items()})
        cache.keep(self._place, lambda new: new.write_text(text), _KEPT)


def _read(place: Path | None) -> dict[str, Time]:
    """What was kept; nothing where that is not what it should be."""
    if place is None:
        return {}
    try:
        return {
            name: Time(int(row["launches"]), float(row["seconds"]), float(row["least"]))
            for name, row in json.loads(place.read_text()).items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
