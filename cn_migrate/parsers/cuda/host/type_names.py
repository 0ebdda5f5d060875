"""Types of CUDA's API inside of the spelling of another type, a template argument or a signature."""

from __future__ import annotations

import re

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api import API
from cn_migrate.source.host_plan import ApiKind, api_type

_NAME = re.compile(r"(?<![\w:])[A-Za-z_]\w*")


def with_hub_types(text: str) -> str:
    """`text` with the hub's names for types of the API: `cudaExtent *` -> `$extent *`."""
    return _NAME.sub(_hub_type, text)


def _hub_type(match: re.Match[str]) -> str:
    row = API.get(match.group())
    ported = row is not None and row.fidelity is not Fidelity.MANUAL
    if row is None or not ported or row.kind is not ApiKind.TYPE:
        return match.group()
    return api_type(row.op)
