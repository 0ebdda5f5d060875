"""C++17 with OpenMP out of a module lowered to loops over threads."""

from cn_migrate.emitters.openmp.emit import OpenmpKernel, OpenmpSource, emit

__all__ = ["OpenmpKernel", "OpenmpSource", "emit"]
