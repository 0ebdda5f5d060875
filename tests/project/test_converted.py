"""Shares of units, put together."""

from collections import Counter

from cn_migrate.diagnostics import Diagnostics, Fidelity
from cn_migrate.project.converted import ConvertedUnit, crashed, merge
from cn_migrate.source import Edit, Language

FREE = ("cudaFree", Fidelity.EXACT)


def unit(name: str, edits: list[Edit]) -> ConvertedUnit:
    return ConvertedUnit(
        name, output=name, edits={"h.cuh": edits}, api={"h.cuh": Counter({FREE: 2})}
    )


def test_equal_and_further_edits_of_a_header_make_their_union():
    found = Diagnostics()
    one, two = Edit(0, 4, b"x"), Edit(8, 8, b"y")
    merged = merge([unit("a.cu", [one]), unit("b.cu", [one, two])], found)
    assert merged.edits == {"h.cuh": [one, two]}
    assert not found.items


def test_uses_in_a_shared_header_count_once():
    assert merge([unit("a.cu", []), unit("b.cu", [])], Diagnostics()).api == {FREE: 2}


def test_edits_that_contradict_are_reported_and_left_out():
    for other in (Edit(0, 4, b"z"), Edit(2, 6, b"x")):
        found = Diagnostics()
        merged = merge([unit("a.cu", [Edit(0, 4, b"x")]), unit("b.cu", [other])], found)
        assert merged.edits == {"h.cuh": [Edit(0, 4, b"x")]}
        assert [i.rule for i in found.items] == ["header-conflict"]


def test_an_edit_that_covers_others_replaces_them():
    word, whole = Edit(2, 4, b""), Edit(0, 9, b"")
    for first, second in ((word, whole), (whole, word)):
        found = Diagnostics()
        merged = merge([unit("a.cu", [first]), unit("b.cu", [second, Edit(9, 9, b"x")])], found)
        assert merged.edits == {"h.cuh": [whole, Edit(9, 9, b"x")]}
        assert not found.items


def test_a_unit_that_failed_changes_nothing_but_says_so():
    found = Diagnostics()
    merged = merge([crashed("a.cu", "signal 11")], found)
    assert not merged.renamed
    assert found.failed


def test_a_source_that_others_include_changes_as_they_need_it():
    own = ConvertedUnit(
        "h.cuh", output="h.cuh", edits={"h.cuh": [Edit(0, 0, b"more"), Edit(0, 4, b"x")]}
    )
    merged = merge([own, unit("a.cu", [Edit(0, 4, b"x")])], Diagnostics())
    assert merged.edits == {"h.cuh": [Edit(0, 4, b"x")]}


def test_a_header_shared_by_c_and_cxx_gets_the_spelling_of_c():
    in_c = [Edit(0, 9, b"cn_malloc", "cudaMalloc")]
    in_cxx = [Edit(0, 9, b"cn::malloc", "cudaMalloc"), Edit(20, 30, b"", "__device__")]
    shares = [
        ConvertedUnit("a.cu", output="a.cpp", edits={"h.h": in_cxx}),
        ConvertedUnit("b.c", language=Language.C, output="b.c", edits={"h.h": in_c}),
    ]
    found = Diagnostics()
    assert merge(shares, found).edits == {"h.h": [in_c[0], in_cxx[1]]}
    assert not found.items
