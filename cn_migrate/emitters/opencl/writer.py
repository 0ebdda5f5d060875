"""Lines of a function's body: indentation, the user's comments and blank lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cn_migrate.emitters.opencl.comments import CommentCursor
from cn_migrate.emitters.opencl.wrapping import wrapped
from cn_migrate.source.comments import Comment

INDENT = "    "
WIDTH = 110  # columns of a line with the comment behind it


class Writer:
    """Collects `lines`; statements come with the lines of the source that they stand on."""

    def __init__(self, comments: CommentCursor) -> None:
        self.lines: list[str] = []
        self._comments = comments
        self._depth = 1
        self._last_line: int | None = None
        self._opened = True  # nothing stands in the innermost block yet

    # -- lines -------------------------------------------------------------------------------------

    def add(self, text: str) -> None:
        """A statement, or a part of one."""
        self.lines += wrapped(text, len(INDENT) * self._depth)
        self._opened = text.endswith("{")

    def add_outside(self, text: str) -> None:
        """A line one step further out."""
        self.lines.append(INDENT * (self._depth - 1) + text)

    def insert(self, at: int, texts: list[str]) -> None:
        """Lines before line `at` of those that are there."""
        self.lines[at:at] = [INDENT * self._depth + text for text in texts]

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Lines inside stand one step further in."""
        self._depth += 1
        self._opened = True
        yield
        self._depth -= 1
        self._opened = False

    def _blank(self) -> None:
        if self.lines and self.lines[-1] and not self._opened:
            self.lines.append("")

    # -- comments ----------------------------------------------------------------------------------

    def comments_above(self, line: int) -> None:
        """The comments that stand before `line`, and a blank line where the user left one."""
        for comment in self._comments.before(line):
            self._comment(comment)
        self._gap_before(line)

    def stands_on(self, line: int | None) -> None:
        """What was added last ends on `line` of the source."""
        self._last_line = line

    def comments_below(self, line: int) -> None:
        """The comments between the last statement of a block and its closing brace on `line`."""
        for comment in self._comments.before(line):
            self._comment(comment)

    def comments_behind(self, line: int, at: int, is_last: bool) -> None:
        """The comments on `line`, where the statement ends whose text begins with line `at` of ours.

        They are left for later where another statement stands on the same line (not `is_last`).
        """
        self._last_line = max(line, self._last_line or 0)
        texts = self._comments.on(line) if is_last and len(self.lines) > at else []
        if not texts:
            return
        together = "  ".join(texts)
        if "\n" in together:
            for text in texts:
                self._own_lines(text)
        elif len(self.lines[-1]) + len(together) + 2 <= WIDTH:
            self.lines[-1] += f"  {together}"
        else:
            self.insert(at, texts)

    def _comment(self, comment: Comment) -> None:
        end = self.lines[-1] if self.lines else ""
        fits = "\n" not in comment.text and len(end) + len(comment.text) + 2 <= WIDTH
        if comment.trailing and self._opened and self.lines and fits:
            self.lines[-1] += f"  {comment.text}"
        else:
            self._gap_before(comment.line)
            self._own_lines(comment.text)
            self._opened = False
        self._last_line = comment.last_line

    def _gap_before(self, line: int) -> None:
        if self._last_line is not None and line - self._last_line > 1:
            self._blank()

    def _own_lines(self, text: str) -> None:
        self.lines += [INDENT * self._depth + line if line else "" for line in text.split("\n")]
