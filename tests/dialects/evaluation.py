"""Runs one expression on arrays, one thread an element."""

from collections.abc import Callable
from typing import Any

import numpy as np

from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.interpreter import Interpreter, Report
from tests.dialects.kernel_builder import KernelBuilder

DTYPES = {
    "si8": np.int8,
    "ui8": np.uint8,
    "si16": np.int16,
    "ui16": np.uint16,
    "si32": np.int32,
    "ui32": np.uint32,
    "si64": np.int64,
    "ui64": np.uint64,
    "i1": np.bool_,
    "f16": np.float16,
    "bf16": np.uint16,
    "f32": np.float32,
    "f64": np.float64,
}


def evaluate(
    build: Callable[..., Any], result: str, *inputs: tuple[str, Any]
) -> tuple[np.ndarray[Any, Any], Report]:
    """`build(builder, *values)` for each element of the inputs, (type name, values) each."""
    arrays = [np.array(values).astype(DTYPES[name]) for name, values in inputs]
    count = len(arrays[0])
    with KernelBuilder() as b:
        pointers = [t.ptr(b.type(name), "global") for name in (result, *(n for n, _ in inputs))]
        with b.function("k", pointers) as (out, *args):
            i = b.id()
            value = build(b, *(b.load(b.at(arg, i)) for arg in args))
            b.store(value, b.at(out, i))
        out_array = np.zeros(count, DTYPES[result])
        report = Interpreter(b.module).launch("k", (1,), (count,), [out_array, *arrays])
    return out_array, report
