"""A project's own rules: `cn-migrate.toml` in its folder.

exclude = ["third_party/*"]        # files that are copied as they are, and not built
without = ["interchange"]          # what is not done for speed (`cn_migrate.project.optimisations`)

[allow]                            # findings that are accepted, by rule, and in which files
library-call = ["legacy/*"]

[map]                              # names of the source, and what stands for them in the port
gpuAllocate = "pool::allocate"
"""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from cn_migrate.diagnostics import RULES
from cn_migrate.project.error import ProjectError
from cn_migrate.project.optimisations import OPTIMISATIONS

NAME = "cn-migrate.toml"


class Rules(BaseModel):
    """What the file says; patterns are as for file names, over names relative to the project's folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exclude: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    allow: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    map: dict[str, str] = Field(default_factory=dict)

    @field_validator("without")
    @classmethod
    def _switches(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in OPTIMISATIONS:
                raise ValueError(f"there is no '{name}'; there is: {', '.join(OPTIMISATIONS)}")
        return names

    @field_validator("allow")
    @classmethod
    def _known(cls, allow: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for rule in allow:
            if rule not in RULES:
                raise ValueError(f"there is no rule '{rule}'")
        return allow

    @field_validator("map")
    @classmethod
    def _identifiers(cls, names: dict[str, str]) -> dict[str, str]:
        for name in names:
            if not (name.isascii() and name.isidentifier()):
                raise ValueError(f"'{name}' is no name")
        return names

    def excludes(self, name: str) -> bool:
        """Is the file called `name` left as it is?"""
        return any(fnmatchcase(name, pattern) for pattern in self.exclude)

    def allows(self, rule: str, file: str) -> bool:
        """Is a finding of `rule` in `file` (empty: in none) accepted?"""
        return any(fnmatchcase(file, pattern) for pattern in self.allow.get(rule, ()))


def rules_of(root: Path) -> Rules:
    """The rules of the project in a folder; empty ones where it has no file of them.

    Raises ProjectError where the file cannot be read or says what no rule says.
    """
    path = root / NAME
    if not path.is_file():
        return Rules()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(f"'{NAME}' cannot be read: {error}") from None
    return checked(said, f"'{NAME}', ")


def checked(said: dict[str, Any], place: str = "") -> Rules:
    """Rules out of what is said at a `place`.  Raises ProjectError for what no rule says."""
    try:
        return Rules.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ProjectError(
            f"{place}{where}: {first['msg'].removeprefix('Value error, ')}"
        ) from None
