"""Kernel parameters that OpenCL C 1.2 does not take as they are (6.9 a and p): pointers to pointers, and
records that hold pointers.  They come as 64-bit words, and turn into what they are at the kernel's start."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl.spellings import record_name

WORD_BYTES = 8


def holds_pointer(type_: ir.Type, layout: Layout) -> bool:
    """Is there a pointer in a value of `type_`?"""
    if isinstance(type_, t.ArrayType):
        return holds_pointer(t.element(type_), layout)
    if isinstance(type_, t.RecordType):
        return any(holds_pointer(field.type, layout) for field in layout.fields(type_))
    return t.is_ptr(type_)


def comes_as_words(type_: ir.Type, layout: Layout) -> bool:
    """Does a kernel take `type_` as words?"""
    if isinstance(type_, t.PtrType):
        return t.is_ptr(t.pointee(type_))
    return holds_pointer(type_, layout)


def words_name(type_: t.RecordType) -> str:
    """Name of the struct of words that stands for a record."""
    return f"{record_name(t.record_name(type_))}_words"


def from_words_name(type_: t.RecordType) -> str:
    """Name of the function that makes the record of its words."""
    return f"{record_name(t.record_name(type_))}_from_words"


def words_definition(type_: t.RecordType, layout: Layout) -> str:
    """The struct of words, and the function that makes the record of it."""
    count = layout.size(type_) // WORD_BYTES
    align = layout.align(type_)
    attribute = f" __attribute__((aligned({align})))" if align > WORD_BYTES else ""
    name, words = record_name(t.record_name(type_)), words_name(type_)
    return f"""/* A kernel of OpenCL C 1.2 takes no struct with pointers in it: {name} comes as words. */
typedef struct {{ ulong word[{count}]; }}{attribute} {words};

{name} {from_words_name(type_)}({words} words)
{{
    union {{ {words} words; {name} value; }} both;
    both.words = words;
    return both.value;
}}"""
