"""The quicker parts of clang's bindings say what the bindings say."""

from __future__ import annotations

from pathlib import Path

import pytest
from clang import cindex
from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda import clang, fast_cindex
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit, parse

SOURCE = "#define TWO 2\nstruct Pair { int a; float *b; };\nint twice(int x) { return TWO * x; }\n"


@pytest.fixture
def unit(tmp_path: Path) -> TranslationUnit:
    file = tmp_path / "a.cpp"
    file.write_text(SOURCE)
    found = parse(file, (), "host", Diagnostics())
    assert found is not None
    return found


def test_children_kinds_and_types(unit: TranslationUnit) -> None:
    pair, twice = (c for c in unit.declarations if not c.kind.is_preprocessing())
    assert [c.spelling for c in pair.get_children()] == ["a", "b"]
    assert [c.type.kind for c in pair.get_children()] == [TypeKind.INT, TypeKind.POINTER]
    assert [c.kind for c in twice.get_children()] == [
        CursorKind.PARM_DECL,
        CursorKind.COMPOUND_STMT,
    ]
    assert all(c._tu is unit.clang for c in pair.get_children())


def test_no_function_of_cursors_is_guarded_any_more() -> None:
    guard = cindex.cursor_null_guard(len).__code__
    members = (m.fget if isinstance(m, property) else m for m in vars(Cursor).values())
    assert not [m for m in members if getattr(m, "__code__", None) is guard]
    assert fast_cindex._unguarded(len) is len


def test_a_place_is_where_the_macro_is_used(unit: TranslationUnit) -> None:
    twice = unit.declarations[-1]
    (use,) = (c for c in twice.walk_preorder() if c.kind == CursorKind.INTEGER_LITERAL)
    handle, line, column, offset = clang.place(use.location)
    assert handle is not None and clang.file_name(handle) == str(unit.file)
    assert (line, column, offset) == (3, 27, SOURCE.index("TWO *"))
