"""C++17 with OpenMP out of a module lowered to loops over threads."""

from cn_migrate.emitters.openmp.emit import OpenmpOptions, emit
from cn_migrate.emitters.openmp.functions import start_name

__all__ = ["OpenmpOptions", "emit", "start_name"]
