"""cn-migrate: takes CUDA and OpenCL projects to other vendors' hardware."""

__version__ = "0.1.0"
