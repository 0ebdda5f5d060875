"""Every function of the emitter's own that generated text may call is known when the text is read back."""

from cn_migrate.emitters.opencl.prelude import HELPERS
from cn_migrate.emitters.opencl.prelude_warp import WARPS
from cn_migrate.verify.same_ir.spelled import _SPELLED, misspelled

INSIDE = {WARPS, "cn_thread"}  # called by the others only


def test_every_function_stands_for_an_op() -> None:
    unknown = {
        name for name in HELPERS if not any(pattern.fullmatch(name) for pattern, _ in _SPELLED)
    }
    assert unknown == INSIDE


def test_what_a_function_calls_is_looked_at_too() -> None:
    text = HELPERS["cn_ballot"].text + HELPERS[WARPS].text
    assert misspelled(["cn_ballot"], text) == ["cn_thread"]
    assert misspelled(["cn_ballot"], text + HELPERS["cn_thread"].text) == []
