"""The one place that configures libclang, and binds what `clang.cindex` lacks.

`libclang-ng` carries clang's resource headers and a libc++.  With a C++ compiler on the machine its standard library
is the better choice: it parses three times as fast and it is what the ported program will be built with.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from clang import cindex
from clang.cindex import Cursor, CursorKind, SourceLocation, SourceRange, TranslationUnit

from cn_migrate.parsers.cuda import fast_cindex

# cindex would put its own libc++ in front of the system's libstdc++; `standard_library` decides instead.
BUNDLED_LIBCXX: str | None = cindex.Config.libcxx_dir
cindex.Config.libcxx_dir = None

fast_cindex.install()


class UnaryOperator(IntEnum):
    """clang's `CXUnaryOperatorKind`."""

    NONE = 0
    POST_INC = 1
    POST_DEC = 2
    PRE_INC = 3
    PRE_DEC = 4
    ADDRESS_OF = 5
    DEREFERENCE = 6
    PLUS = 7
    MINUS = 8
    NOT = 9
    LOGICAL_NOT = 10
    REAL = 11
    IMAG = 12
    EXTENSION = 13
    COAWAIT = 14


class _RangeList(ctypes.Structure):
    _fields_ = (("count", ctypes.c_uint), ("ranges", ctypes.POINTER(SourceRange)))


_PRINTING = (
    cindex.PrintingPolicyProperty.FullyQualifiedName,
    cindex.PrintingPolicyProperty.TerseOutput,
    cindex.PrintingPolicyProperty.PolishForDeclaration,
    cindex.PrintingPolicyProperty.Bool,
)
_CONTINUE, _RECURSE = 1, 2
_FUNCTIONS = {
    kind.value
    for kind in (
        CursorKind.FUNCTION_DECL,
        CursorKind.CXX_METHOD,
        CursorKind.CONSTRUCTOR,
        CursorKind.DESTRUCTOR,
        CursorKind.CONVERSION_FUNCTION,
    )
}
_EVALUATED_INT, _EVALUATED_FLOAT, _EVALUATED_STRING = 1, 2, 4


@cache
def library() -> Any:
    """Libclang with the signatures of the functions bound here."""
    lib = cindex.conf.lib
    text = cindex._CXString
    for name, arguments, result in (
        ("clang_getCursorUnaryOperatorKind", [Cursor], ctypes.c_int),
        ("clang_Cursor_Evaluate", [Cursor], ctypes.c_void_p),
        ("clang_EvalResult_getKind", [ctypes.c_void_p], ctypes.c_int),
        ("clang_EvalResult_isUnsignedInt", [ctypes.c_void_p], ctypes.c_uint),
        ("clang_EvalResult_getAsUnsigned", [ctypes.c_void_p], ctypes.c_ulonglong),
        ("clang_EvalResult_getAsLongLong", [ctypes.c_void_p], ctypes.c_longlong),
        ("clang_EvalResult_getAsDouble", [ctypes.c_void_p], ctypes.c_double),
        ("clang_EvalResult_getAsStr", [ctypes.c_void_p], ctypes.c_char_p),
        ("clang_EvalResult_dispose", [ctypes.c_void_p], None),
        ("clang_getSkippedRanges", [TranslationUnit, cindex.File], ctypes.POINTER(_RangeList)),
        ("clang_disposeSourceRangeList", [ctypes.POINTER(_RangeList)], None),
        ("clang_Cursor_isMacroFunctionLike", [Cursor], ctypes.c_uint),
        ("clang_Cursor_getVarDeclInitializer", [Cursor], Cursor),
        ("clang_getNumOverloadedDecls", [Cursor], ctypes.c_uint),
        ("clang_getOverloadedDecl", [Cursor, ctypes.c_uint], Cursor),
        ("clang_Type_getValueType", [cindex.Type], cindex.Type),
        ("clang_getClangVersion", [], text),
        (
            "clang_getFileContents",
            [TranslationUnit, cindex.File, ctypes.POINTER(ctypes.c_size_t)],
            ctypes.c_void_p,
        ),
        *(
            (f"clang_get{which}Location", [SourceLocation, *[ctypes.c_void_p] * 4], None)
            for which in ("Spelling", "File", "Expansion")
        ),
    ):
        function = getattr(lib, name)
        function.argtypes = arguments
        function.restype = result
    return lib


def version() -> str:
    """Libclang's own version line."""
    return str(cindex._CXString.from_result(library().clang_getClangVersion()))


@cache
def standard_library() -> list[str]:
    """The compiler arguments that choose a C++ standard library: the system's, where it has one.

    Headers that a compiler keeps to itself (omp.h) come last, for what nobody else has.
    """
    compiler = next(filter(None, map(shutil.which, ("g++", "c++", "clang++"))), None)
    if compiler is None:
        return ["-nostdinc++", "-isystem", BUNDLED_LIBCXX] if BUNDLED_LIBCXX else []
    asked = subprocess.run(
        [compiler, "-print-file-name=include"], capture_output=True, text=True, check=False
    )
    folder = asked.stdout.strip()
    return ["-idirafter", folder] if Path(folder).is_absolute() else []


def value_type(type_: cindex.Type) -> cindex.Type:
    """What an atomic type holds."""
    found: cindex.Type = library().clang_Type_getValueType(type_)
    found._tu = type_._tu
    return found


def unary_operator(cursor: Cursor) -> UnaryOperator:
    """Which operator a UNARY_OPERATOR cursor is."""
    return UnaryOperator(library().clang_getCursorUnaryOperatorKind(cursor))


def evaluate(cursor: Cursor) -> int | float | str | None:
    """The value of a constant expression or of an initialised variable; None where clang cannot tell."""
    lib = library()
    result = lib.clang_Cursor_Evaluate(cursor)
    if not result:
        return None
    try:
        kind = lib.clang_EvalResult_getKind(result)
        if kind == _EVALUATED_INT and lib.clang_EvalResult_isUnsignedInt(result):
            return int(lib.clang_EvalResult_getAsUnsigned(result))
        if kind == _EVALUATED_INT:
            return int(lib.clang_EvalResult_getAsLongLong(result))
        if kind == _EVALUATED_FLOAT:
            return float(lib.clang_EvalResult_getAsDouble(result))
        if kind == _EVALUATED_STRING:
            return str(
                (lib.clang_EvalResult_getAsStr(result) or b"").decode("utf-8", "surrogateescape")
            )
        return None
    finally:
        lib.clang_EvalResult_dispose(result)


def skipped_ranges(unit: TranslationUnit, file: cindex.File) -> list[tuple[int, int]]:
    """Byte ranges of `file` that the preprocessor skipped, from the `#` of the opening to that of the closing line."""
    lib = library()
    found = lib.clang_getSkippedRanges(unit, file)
    if not found:
        return []
    try:
        ranges = [found.contents.ranges[i] for i in range(found.contents.count)]
        return [(r.start.offset, r.end.offset) for r in ranges]
    finally:
        lib.clang_disposeSourceRangeList(found)


def spelling_location(location: SourceLocation) -> tuple[str | None, int]:
    """File name and byte offset of where a token was written: inside a macro's definition, if it came from there."""
    return _located("clang_getSpellingLocation", location)


_LONGEST_NAME = 256


def text_from(unit: TranslationUnit, location: SourceLocation) -> bytes:
    """The text from where a token was written on, as far as any name goes."""
    file, offset, size = cindex.c_object_p(), ctypes.c_uint(), ctypes.c_size_t()
    lib = library()
    lib.clang_getSpellingLocation(location, ctypes.byref(file), None, None, ctypes.byref(offset))
    if not file:
        return b""
    text = lib.clang_getFileContents(unit, cindex.File(file), ctypes.byref(size))
    start = offset.value
    return ctypes.string_at(text + start, min(_LONGEST_NAME, size.value - start)) if text else b""


def file_location(location: SourceLocation) -> tuple[str | None, int]:
    """File name and byte offset of a token: of a macro argument where it stands, of a macro body where it is used."""
    return _located("clang_getFileLocation", location)


def file_place(location: SourceLocation) -> tuple[int | None, int]:
    """Like `file_location`, with the handle of the file."""
    file, offset = ctypes.c_void_p(), ctypes.c_uint()
    byref = ctypes.byref
    library().clang_getFileLocation(location, byref(file), None, None, byref(offset))
    return file.value, offset.value


def _located(function: str, location: SourceLocation) -> tuple[str | None, int]:
    file, offset = cindex.c_object_p(), ctypes.c_uint()
    getattr(library(), function)(location, ctypes.byref(file), None, None, ctypes.byref(offset))
    return (str(cindex.File(file).name) if file else None), offset.value


def place(location: SourceLocation) -> tuple[int | None, int, int, int]:
    """File handle (None: it has none), line, column and byte offset of a location; a macro's use stands for its body.

    Handles are the same for the same file of one tree, as long as the tree lives.
    """
    file, line, column, offset = (
        ctypes.c_void_p(),
        ctypes.c_uint(),
        ctypes.c_uint(),
        ctypes.c_uint(),
    )
    byref = ctypes.byref
    library().clang_getExpansionLocation(
        location, byref(file), byref(line), byref(column), byref(offset)
    )
    return file.value, line.value, column.value, offset.value


def file_name(handle: int) -> str:
    """The name of a file by its handle."""
    return str(cindex.File(ctypes.cast(handle, cindex.c_object_p)).name)


def function_in(unit: TranslationUnit, header: Path, name: str) -> Cursor:
    """The function called `name` whose definition, or first mention, stands in `header`.

    Looked for by its place: what a precompiled header declares is not among a tree's outermost cursors.
    """
    mention = re.search(rf"\b{name}(?=\()".encode(), header.read_bytes())
    assert mention is not None, name
    file = cindex.File.from_name(unit, str(header))
    place = cindex.SourceLocation.from_offset(unit, file, mention.start())
    found = Cursor.from_location(unit, place)
    assert found is not None
    return found


def top_level(unit: TranslationUnit, is_wanted: Callable[[str], bool]) -> list[Cursor]:
    """The outermost cursors of a tree that stand in files whose names are wanted, in order.

    The rest, most of it the system's, is passed over before it costs a Python object.
    """
    lib = library()
    wanted: dict[int | None, bool] = {None: False}
    found: list[Cursor] = []
    file = cindex.c_object_p()

    def visit(cursor: Cursor, _parent: Cursor, _data: object) -> int:
        lib.clang_getFileLocation(
            lib.clang_getCursorLocation(cursor), ctypes.byref(file), None, None, None
        )
        key = ctypes.cast(file, ctypes.c_void_p).value
        if key not in wanted:
            wanted[key] = is_wanted(str(cindex.File(file).name))
        if wanted[key] and not _is_instance(cursor):
            kept = Cursor.from_buffer_copy(cursor)
            kept._tu = unit
            found.append(kept)
        return _CONTINUE

    lib.clang_visitChildren(unit.cursor, cindex.cursor_visit_callback(visit), None)
    return found


def inside(cursor: Cursor, wanted: AbstractSet[int], closed: AbstractSet[int]) -> list[Cursor]:
    """All cursors below `cursor` of the kinds `wanted`, in order, without what lies in those of the kinds `closed`.

    Kinds are libclang's numbers.
    """
    unit, found = cursor._tu, []

    def visit(child: Cursor, _parent: Cursor, _data: object) -> int:
        kind = child._kind_id
        if kind in wanted:
            child._tu = unit
            found.append(child)
        return _CONTINUE if kind in closed else _RECURSE

    library().clang_visitChildren(cursor, cindex.cursor_visit_callback(visit), None)
    return found


def _is_instance(cursor: Cursor) -> bool:
    """Was a function made of a template?  Clang lists those beside what is written, in trees over a kept prelude.

    They stand where the template is defined; a specialisation that the user wrote has a place of its own.
    """
    if cursor._kind_id not in _FUNCTIONS:
        return False
    lib = library()
    template = lib.clang_getSpecializedCursorTemplate(cursor)
    if template.is_null():
        return False
    place, declared, defined = (
        lib.clang_getCursorLocation(c)
        for c in (cursor, template, lib.clang_getCursorDefinition(template))
    )
    return any(lib.clang_equalLocations(place, other) for other in (declared, defined))


def is_function_like(macro: Cursor) -> bool:
    """Does a MACRO_DEFINITION take arguments?"""
    return bool(library().clang_Cursor_isMacroFunctionLike(macro))


def initialiser(variable: Cursor) -> Cursor | None:
    """The initialiser of a VAR_DECL, if it has one."""
    found: Cursor = library().clang_Cursor_getVarDeclInitializer(variable)
    if found.is_null():
        return None
    found._tu = variable._tu
    return found


def overloads(reference: Cursor) -> Iterator[Cursor]:
    """The candidates of an OVERLOADED_DECL_REF."""
    lib = library()
    for i in range(lib.clang_getNumOverloadedDecls(reference)):
        found: Cursor = lib.clang_getOverloadedDecl(reference, i)
        found._tu = reference._tu
        yield found


def attributes(declaration: Cursor) -> set[CursorKind]:
    """The kinds of the attributes on a declaration: CUDAGLOBAL_ATTR, CUDADEVICE_ATTR, CUDASHARED_ATTR ..."""
    return {child.kind for child in declaration.get_children() if child.kind.is_attribute()}


def qualified_signature(declaration: Cursor) -> str:
    """A declaration's head with canonical, fully qualified names and the template arguments of an instance."""
    policy = cindex.PrintingPolicy.create(declaration)
    for name in _PRINTING:
        policy.set_property(name, 1)
    return _named(declaration.pretty_printed(policy))


def qualified_type(type_: cindex.Type) -> str:
    """A type with canonical, fully qualified names, as any scope of its own file can name it."""
    canonical = type_.get_canonical()
    policy = cindex.PrintingPolicy.create(canonical.translation_unit.cursor)
    for name in _PRINTING:
        policy.set_property(name, 1)
    return _named(canonical.pretty_printed(policy))


def _named(text: str) -> str:
    """Text without the unnamed namespaces, which a file's own code need not mention."""
    return text.replace("(anonymous namespace)::", "")
