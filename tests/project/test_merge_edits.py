"""Hand edits of a port survive the next port; true conflicts are marked, and nothing is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.project.merge_edits import merge_text
from cn_migrate.project.state import State, StateError
from tests.cli.command_line import cn_migrate
from tests.conftest import MakeTree

BASE = b"one\ntwo\nthree\nfour\nfive\n"
COUNT = 20


@pytest.mark.parametrize(
    ("edited", "ported", "merged"),
    [
        (BASE, BASE.replace(b"two", b"2"), b"one\n2\nthree\nfour\nfive\n"),
        (BASE.replace(b"one", b"1"), BASE, b"1\ntwo\nthree\nfour\nfive\n"),
        (BASE.replace(b"one", b"1"), BASE.replace(b"five", b"5"), b"1\ntwo\nthree\nfour\n5\n"),
        (BASE.replace(b"two\n", b""), BASE + b"six\n", b"one\nthree\nfour\nfive\nsix\n"),
        (BASE.replace(b"two", b"2"), BASE.replace(b"two", b"2"), b"one\n2\nthree\nfour\nfive\n"),
    ],
)
def test_merge(edited: bytes, ported: bytes, merged: bytes) -> None:
    assert merge_text(BASE, edited, ported).text == merged
    assert merge_text(BASE, edited, ported).conflicts == ()


def test_a_conflict_is_marked_as_git_does() -> None:
    merge = merge_text(BASE, BASE.replace(b"five\n", b"V"), BASE.replace(b"five", b"5"))
    marked = b"<<<<<<< edited\nV\n=======\n5\n>>>>>>> ported\n"
    assert merge.text == b"one\ntwo\nthree\nfour\n" + marked
    assert merge.conflicts == (5,)


def program(upstream: range) -> str:
    """Twice COUNT functions; the odd ones change upstream where their number is in `upstream`."""
    functions = [
        f"int f{i}(int x)\n{{\n    int y = x + {i};\n"
        f"    y *= {7 if i in upstream and i % 2 else 3};\n    return y;\n}}\n"
        for i in range(2 * COUNT)
    ]
    kernel = "__global__ void k(int *x) { x[0] = 1; }\n"
    return (
        "#include <cuda_runtime.h>\n"
        + kernel
        + "\n".join(functions)
        + "int main() { cudaFree(0); }\n"
    )


def test_twenty_hand_edits_over_twenty_upstream_changes(
    make_tree: MakeTree, tmp_path: Path
) -> None:
    project = make_tree({"a.cu": program(range(0)), "data.txt": "1", "notes.txt": "1"})
    assert cn_migrate("port", project, "-o", "out", cwd=tmp_path).code == 0
    port = tmp_path / "out" / "a.cpp"
    text = port.read_text()
    for i in range(0, 2 * COUNT, 2):
        text = text.replace(f"int y = x + {i};", f"int y = x - {i}; // by hand")
    port.write_text(text)
    (tmp_path / "out" / "data.txt").write_text("2")
    (tmp_path / "out" / "mine" / "own.txt").parent.mkdir()
    (tmp_path / "out" / "mine" / "own.txt").write_text("own")
    (tmp_path / "out" / "notes.txt").unlink()
    (project / "a.cu").write_text(program(range(2 * COUNT)))
    ended = cn_migrate("port", project, "-o", "out", cwd=tmp_path)
    assert ended.code == 0, ended.err
    merged = port.read_text()
    assert merged.count("// by hand") == COUNT
    assert merged.count("y *= 7") == COUNT
    assert "<<<<<<<" not in merged
    assert (tmp_path / "out" / "data.txt").read_text() == "2"
    assert (tmp_path / "out" / "mine" / "own.txt").read_text() == "own"
    assert not (tmp_path / "out" / "notes.txt").exists()
    assert "hand edits of 'a.cpp' were kept" in (tmp_path / "out" / "cn-report.md").read_text()
    again = cn_migrate("port", project, "-o", "out", cwd=tmp_path)
    assert again.code == 0
    assert port.read_text() == merged, "a port of the same project changes nothing"


def test_true_conflicts_are_errors_at_their_place(make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": program(range(0)), "data.txt": "1"})
    assert cn_migrate("port", project, "-o", "out", cwd=tmp_path).code == 0
    port = tmp_path / "out" / "a.cpp"
    edited = port.read_text().replace("y *= 3", "y *= 5")
    port.write_text(edited)
    (tmp_path / "out" / "data.txt").write_text("2")
    (project / "a.cu").write_text(program(range(2)))
    (project / "data.txt").write_text("3")
    ended = cn_migrate("port", project, "-o", "out", cwd=tmp_path)
    assert ended.code == 1
    lines = port.read_text().splitlines()
    at = lines.index("<<<<<<< edited")
    assert lines[at : at + 5] == [
        "<<<<<<< edited",
        "    y *= 5;",
        "=======",
        "    y *= 7;",
        ">>>>>>> ported",
    ]
    assert f"a.cpp:{at + 1}:1" in ended.err
    assert port.read_text().count("<<<<<<<") == 1
    assert (tmp_path / "out" / "data.txt").read_text() == "2"
    assert "'data.txt' was changed by hand and in the project" in ended.err


def test_an_edited_file_that_the_port_makes_no_more(make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": program(range(0)), "b.cu": "__global__ void k() {}\n"})
    assert cn_migrate("port", project, "-o", "out", cwd=tmp_path).code == 0
    edited = tmp_path / "out" / "b.cl"
    edited.write_text(edited.read_text() + "// mine\n")
    (project / "b.cu").unlink()
    ended = cn_migrate("port", project, "-o", "out", cwd=tmp_path)
    assert "'b.cl' was edited by hand, and the port makes it no more" in ended.err
    assert edited.read_text().endswith("// mine\n")
    assert not (tmp_path / "out" / "b.cpp").exists()


def test_force_starts_anew(make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": program(range(0))})
    assert cn_migrate("port", project, "-o", "out", cwd=tmp_path).code == 0
    port = tmp_path / "out" / "a.cpp"
    made = port.read_text()
    port.write_text("// mine\n" + made)
    assert cn_migrate("port", project, "-o", "out", "--force", cwd=tmp_path).code == 0
    assert port.read_text() == made


def test_the_state_comes_back(tmp_path: Path) -> None:
    state = State({"a.cu": b"1"}, {"a.cpp": b"2", "ä/b.h": b"3"}, {"data": "digest"}, b"[]")
    place = tmp_path / ".cn-migrate" / "state.zip"
    place.parent.mkdir()
    place.write_bytes(state.to_bytes())
    assert State.of(tmp_path) == state
    assert State.of(tmp_path / "none") is None
    whole = state.to_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole[:45] + b"\0\xff" + whole[47:]):
        place.write_bytes(damaged)
        with pytest.raises(StateError):
            State.of(tmp_path)
