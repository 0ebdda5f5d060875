"""The native runtime: the C++ interface that ported programs include."""
