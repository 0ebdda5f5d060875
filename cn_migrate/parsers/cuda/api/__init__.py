"""CUDA's runtime and driver API: name -> the hub's op, with how faithful its port is.  One table a theme."""

from cn_migrate.parsers.cuda.api.compiler import COMPILER
from cn_migrate.parsers.cuda.api.data_types import DATA_TYPES
from cn_migrate.parsers.cuda.api.device_attributes import DEVICE_ATTRIBUTES
from cn_migrate.parsers.cuda.api.devices import DEVICES
from cn_migrate.parsers.cuda.api.driver import DRIVER
from cn_migrate.parsers.cuda.api.driver_constants import DRIVER_CONSTANTS
from cn_migrate.parsers.cuda.api.errors import ERRORS
from cn_migrate.parsers.cuda.api.execution import EXECUTION
from cn_migrate.parsers.cuda.api.families import FAMILIES, family
from cn_migrate.parsers.cuda.api.graphs import GRAPHS
from cn_migrate.parsers.cuda.api.memory import MEMORY
from cn_migrate.parsers.cuda.api.profiler_ranges import PROFILER_RANGES
from cn_migrate.parsers.cuda.api.row import Row, hub_name
from cn_migrate.parsers.cuda.api.textures import TEXTURES
from cn_migrate.parsers.cuda.api.versions import VERSIONS

API: dict[str, Row] = {
    **MEMORY,
    **EXECUTION,
    **GRAPHS,
    **DEVICES,
    **DEVICE_ATTRIBUTES,
    **ERRORS,
    **TEXTURES,
    **VERSIONS,
    **DATA_TYPES,
    **COMPILER,
    **DRIVER,
    **DRIVER_CONSTANTS,
    **PROFILER_RANGES,
}

__all__ = ["API", "FAMILIES", "Row", "family", "hub_name"]
