"""The languages of sources."""

from enum import StrEnum


class Language(StrEnum):
    """The language that a source is compiled as."""

    CUDA = "cuda"
    CXX = "c++"
    C = "c"
