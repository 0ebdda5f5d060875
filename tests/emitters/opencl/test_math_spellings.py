"""The table of maths functions is complete."""

from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS
from cn_migrate.emitters.opencl.math_spellings import SPELLINGS


def test_every_function_has_a_spelling():
    assert set(SPELLINGS) == set(MATH_FUNCTIONS)
