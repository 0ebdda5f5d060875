"""Tests that run a ported program need an OpenCL driver."""

import pytest

from cn_migrate.runtime.drivers import drivers


def needs_driver() -> None:
    """Skip the calling test where no driver is installed."""
    if not drivers():
        pytest.skip("no OpenCL driver is installed")
