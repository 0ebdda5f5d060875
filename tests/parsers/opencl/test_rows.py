"""The table of built-in functions is complete in itself."""

from __future__ import annotations

from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS
from cn_migrate.parsers.opencl.functions import COMPONENTWISE, WHOLE
from cn_migrate.parsers.opencl.rows import FUNCTIONS
from cn_migrate.parsers.opencl.source import LIBRARY


def test_every_row_has_a_behaviour() -> None:
    assert {row.behaviour for row in FUNCTIONS.values()} <= COMPONENTWISE.keys() | WHOLE.keys()


def test_every_name_of_a_row_is_known() -> None:
    library = LIBRARY.read_text()
    rows = FUNCTIONS.values()
    assert all(row.what in MATH_FUNCTIONS for row in rows if row.behaviour == "math")
    assert all(
        f"CN_OVERLOADED {row.what}(" in library for row in rows if row.behaviour == "library"
    )
