"""The normal form: a plain control flow graph over SSA values, for optimisation and for LLVM."""

from cn_migrate.lowering.normalise.normalise import Normalise

__all__ = ["Normalise"]
