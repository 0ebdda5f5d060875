"""What is kept from one run to the next, in the user's cache folder: `$XDG_CACHE_HOME`, else `~/.cache`.

Nothing depends on it: where the folder cannot be used, nothing is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def folder(kind: str) -> Path | None:
    """Where things of one kind are kept, which may not be there yet; None without a home."""
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # no home
        return None
    return cache / "cn-migrate" / kind


def keep(place: Path, write: Callable[[Path], object], limit: int) -> None:
    """Keep what `write` puts into the file that it is given as `place`, and drop the oldest of more than `limit`.

    Other processes see all of it or nothing.
    """
    new = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(new)
            new.replace(place)
        finally:
            new.unlink(missing_ok=True)
        kept = sorted(place.parent.iterdir(), key=lambda p: p.stat().st_mtime)
        for old in kept[:-limit]:
            old.unlink(missing_ok=True)
