"""Pointers of a recorded program, as addresses of the interpreter's memory."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from cn_migrate.verify.launch_record import Piece

WORD = 8


class AddressMap:
    """Where each recorded piece of memory lies in the interpreter."""

    def __init__(self) -> None:
        self._places: list[tuple[Piece, int]] = []

    def add(self, piece: Piece, address: int) -> None:
        """The first byte of `piece` is at `address` now."""
        self._places.append((piece, address))

    def find(self, pointer: int) -> tuple[Piece, int] | None:
        """The piece that a recorded pointer points into or just behind, and the new address of that byte."""
        ending = None
        for piece, address in self._places:
            if piece.address <= pointer < piece.end:
                return piece, address + pointer - piece.address
            if pointer == piece.end:
                ending = piece, address + pointer - piece.address
        return ending

    def pointer(self, recorded: int) -> int:
        """The new value of a recorded pointer; one that points nowhere known stays what it is."""
        found = self.find(recorded)
        return found[1] if found else recorded

    def words(self, data: bytes) -> bytes:
        """`data` with each aligned word that is a recorded pointer replaced by the new one."""
        whole = len(data) // WORD * WORD
        words = np.frombuffer(data[:whole], np.uint64)
        result = words.copy()
        for index in self._candidates(words):
            result[index] = self.pointer(int(words[index]))
        return result.tobytes() + data[whole:]

    def _candidates(self, words: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> Iterable[int]:
        if not self._places:
            return []
        first = min(piece.address for piece, _ in self._places)
        last = max(piece.end for piece, _ in self._places)
        return map(int, np.flatnonzero((words >= first) & (words <= last)))
