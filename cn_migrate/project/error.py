"""What is said when a project cannot be ported as asked."""


class ProjectError(Exception):
    """The input or output cannot be used as asked; the message is for the user (exit code 3)."""
