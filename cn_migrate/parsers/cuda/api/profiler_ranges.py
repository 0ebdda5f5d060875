"""Marks and ranges for NVIDIA's profiler (NVTX)."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row
from cn_migrate.source.host_plan import ApiKind

_NOTE = "marks and ranges are for NVIDIA's profiler; the calls do nothing"

_FUNCTIONS = {
    "nvtxMarkA": "profiler_mark",
    "nvtxMark": "profiler_mark",
    "nvtxRangePushA": "profiler_range_push",
    "nvtxRangePush": "profiler_range_push",
    "nvtxRangePop": "profiler_range_pop",
    "nvtxRangeStartA": "profiler_range_start",
    "nvtxRangeStart": "profiler_range_start",
    "nvtxRangeEnd": "profiler_range_end",
    "nvtxNameOsThreadA": "profiler_name_os_thread",
}

PROFILER_RANGES: dict[str, Row] = {
    **{name: Row(op, ApiKind.FUNCTION, Fidelity.DROPPED, _NOTE) for name, op in _FUNCTIONS.items()},
    "nvtxRangeId_t": Row("profiler_range_id", ApiKind.TYPE, Fidelity.EXACT),
}
