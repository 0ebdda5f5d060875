"""Bundles (`.cnb`): device code in several forms, with what a runtime has to know of it."""

from cn_migrate.runtime.bundle.archive import Bundle, BundleError, write_bundle
from cn_migrate.runtime.bundle.manifest import (
    Kernel,
    Kind,
    Manifest,
    Member,
    Missing,
    Module,
    Parameter,
    Variable,
    Variant,
)

__all__ = [
    "Bundle",
    "BundleError",
    "Kernel",
    "Kind",
    "Manifest",
    "Member",
    "Missing",
    "Module",
    "Parameter",
    "Variable",
    "Variant",
    "write_bundle",
]
