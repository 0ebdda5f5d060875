"""Inline PTX: the text of `asm` statements as instructions, and what those mean that are not translated."""
