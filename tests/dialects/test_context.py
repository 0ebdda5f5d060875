"""Contexts that know the dialect can be made in several threads at once."""

from concurrent.futures import ThreadPoolExecutor

from cn_migrate.dialects import cnative


def loaded(_number: int) -> bool:
    """Is an op of the dialect known to a context of its own?"""
    return bool(cnative.context().is_registered_operation("cnative.barrier"))


def test_several_threads():
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(loaded, range(16)))
