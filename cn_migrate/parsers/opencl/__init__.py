"""The front end for OpenCL C: kernels of `.cl` files -> a `cnative` module."""

from cn_migrate.parsers.opencl.source import OpenclCode, parse_source

__all__ = ["OpenclCode", "parse_source"]
