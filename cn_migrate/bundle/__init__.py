"""Bundles out of CUDA projects."""

from cn_migrate.bundle.build import build_bundle
from cn_migrate.bundle.targets import DEFAULT_TARGETS, TARGETS

__all__ = ["DEFAULT_TARGETS", "TARGETS", "build_bundle"]
