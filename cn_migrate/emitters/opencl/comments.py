"""The user's comments, handed out by line as the statements around them get printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

Comments = Mapping[str, Sequence[tuple[int, str]]]
_GAP = (
    2  # lines between a comment and the function that it belongs to: template and attribute lines
)


def last_line(comment: tuple[int, str]) -> int:
    """The line that a comment ends on."""
    return comment[0] + comment[1].count("\n")


class CommentCursor:
    """The comments of one function: each is printed once, those before its first line excepted."""

    def __init__(self, comments: Comments, file: str, first_line: int) -> None:
        self._comments = sorted(comments.get(file, ()))
        self._next = bisect_left(self._comments, (first_line, ""))
        self.heading = self._above(first_line)

    def _above(self, line: int) -> list[str]:
        """The comments that stand right above the function."""
        found: list[str] = []
        for comment in reversed(self._comments[: self._next]):
            if line - last_line(comment) > (1 if found else _GAP):
                break
            found.append(comment[1])
            line = comment[0]
        return found[::-1]

    def before(self, line: int) -> list[str]:
        """Comments not yet printed that begin above `line`."""
        start = self._next
        while self._next < len(self._comments) and self._comments[self._next][0] < line:
            self._next += 1
        return [text for _, text in self._comments[start : self._next]]

    def on(self, line: int) -> list[str]:
        """Comments not yet printed that begin on `line`: they stand behind the statement."""
        start = self._next
        while self._next < len(self._comments) and self._comments[self._next][0] <= line:
            self._next += 1
        return [text for _, text in self._comments[start : self._next]]
