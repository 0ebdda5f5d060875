"""The report for people says what to do, most urgent first."""

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.report.findings import section_text, sections
from cn_migrate.report.markdown import counted
from cn_migrate.report.model import entry


def found():
    """Findings of all sections; one of them at two places."""
    diagnostics = Diagnostics()
    for line in (3, 9):
        span = Span("a.cu", line, 5, line, 9)
        diagnostics.report("host-api-emulated", span, name="f", note="as loads")
    diagnostics.report("flag-dropped", Span("Makefile", 2, 1, 2, 1), flag="-arch=sm_20")
    diagnostics.report("needs-fp64", Span("a.cu", 1, 1, 1, 2), kernel="k")
    diagnostics.report("device-construct", Span("a.cu", 7, 1, 7, 2), construct="a thing")
    return [entry(item) for item in diagnostics.items]


def test_sections_by_urgency():
    made = sections(found())
    assert [s.title for s in made] == ["Needs a hand", "Differences", "Emulated", "Good to know"]
    text = section_text(made[0])
    assert "- `a.cu:7:1`: a thing in device code is not supported yet (device-construct)" in text


def test_the_same_finding_is_told_once_with_its_places():
    emulated = section_text(sections(found())[2])
    assert emulated.count("as loads") == 1
    assert "- `a.cu:3:5`, `a.cu:9:5`: 'f': as loads" in emulated


def test_numbers():
    assert counted(1, "note") == "1 note"
    assert counted(2, "note") == "2 notes"
    assert counted(0, "place needs", "places need") == "0 places need"
