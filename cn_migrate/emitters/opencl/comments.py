"""The user's comments, handed out by line as the statements around them get printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from cn_migrate.source.comments import Comment

Comments = Mapping[str, Sequence[Comment]]
_GAP = (
    2  # lines between a comment and the function that it belongs to: template and attribute lines
)


class CommentCursor:
    """The comments of one function: each is printed once, those before its first line excepted."""

    def __init__(self, comments: Comments, file: str, first_line: int) -> None:
        self._comments = sorted(comments.get(file, ()))
        self._next = bisect_left(self._comments, first_line, key=lambda comment: comment.line)
        self.heading = self._above(first_line)

    def _above(self, line: int) -> list[Comment]:
        """The comments that stand right above the function."""
        found: list[Comment] = []
        for comment in reversed(self._comments[: self._next]):
            if line - comment.last_line > (1 if found else _GAP) or comment.trailing:
                break
            found.append(comment)
            line = comment.line
        return found[::-1]

    def before(self, line: int) -> list[Comment]:
        """Comments not yet printed that begin above `line`."""
        start = self._next
        while self._next < len(self._comments) and self._comments[self._next].line < line:
            self._next += 1
        return list(self._comments[start : self._next])

    def on(self, line: int) -> list[str]:
        """Comments not yet printed that begin on `line`, or before: they stand behind the statement."""
        return [comment.text for comment in self.before(line + 1)]
