"""The output folder as a transaction."""

import json
import os

import pytest

from cn_migrate.project import ProjectError
from cn_migrate.project.output import REPORT_NAME, Output, check_output, default_output, tidy

OURS = json.dumps({"tool": "cn-migrate"})


def test_the_output_appears_only_when_committed(tmp_path):
    out = tmp_path / "deep" / "out"
    with Output(out) as output:
        output.open()
        output.write("a/b.txt", b"1")
        assert not out.exists()
        output.commit()
    assert (out / "a" / "b.txt").read_bytes() == b"1"
    assert [p.name for p in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_nothing_is_left_after_an_interruption(tmp_path, error):
    def interrupted():
        with Output(tmp_path / "out") as output:
            output.open()
            output.write("a.txt", b"1")
            raise error

    with pytest.raises(error):
        interrupted()
    assert not list(tmp_path.iterdir())


def test_an_earlier_output_is_replaced_as_a_whole(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.txt").write_text("")
    with Output(out) as output:
        output.open()
        output.write("new.txt", b"")
        output.commit()
    assert [p.name for p in out.iterdir()] == ["new.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_earlier_output_survives_an_interruption_of_its_replacement(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.txt").write_text("")

    def interrupted():
        with Output(out) as output:
            output.open()
            out.rename(output._old)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [p.name for p in tmp_path.rglob("*")] == ["out", "old.txt"]


def test_a_full_disk_is_one_message(tmp_path):
    def full():
        with Output(tmp_path / "out") as output:
            output.open()
            raise OSError(28, "No space left on device", str(output.folder / "x"))

    with pytest.raises(ProjectError, match="cannot write 'out': No space left on device"):
        full()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_without_permission_is_one_message(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ProjectError, match="cannot write to"):
        Output(tmp_path / "out").open()


def test_a_place_below_a_file_is_one_message(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="cannot write to"):
        Output(tmp_path / "file" / "out").open()


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("project", "lies inside the project"),
        ("project/sub/out", "lies inside the project"),
        (".", "holds the project"),
        ("used", "was not written by cn-migrate"),
        ("ours", "give --force"),
        ("file", "is not a folder"),
    ],
)
def test_refused_places(tmp_path, out, message):
    places(tmp_path)
    with pytest.raises(ProjectError, match=message):
        check_output(tmp_path / out, tmp_path / "project", force=False)


def test_force_replaces_only_what_a_port_wrote(tmp_path):
    places(tmp_path)
    check_output(tmp_path / "ours", tmp_path / "project", force=True)
    check_output(tmp_path / "empty", tmp_path / "project", force=False)
    with pytest.raises(ProjectError, match="was not written by cn-migrate"):
        check_output(tmp_path / "used", tmp_path / "project", force=True)


def test_links_do_not_hide_the_project(tmp_path):
    places(tmp_path)
    (tmp_path / "link").symlink_to("project")
    with pytest.raises(ProjectError, match="lies inside the project"):
        check_output(tmp_path / "link" / "out", tmp_path / "project", force=False)


def places(root):
    for name in ("project/sub", "used", "ours", "empty"):
        (root / name).mkdir(parents=True)
    (root / "used" / "x.txt").write_text("")
    (root / "ours" / REPORT_NAME).write_text(OURS)
    (root / "file").write_text("")


def test_the_default_place(tmp_path):
    places(tmp_path)
    project = tmp_path / "project"
    assert (
        default_output(project, "opencl", tmp_path / "used") == tmp_path / "used" / "project-opencl"
    )
    assert default_output(project, "opencl", project / "sub") == tmp_path / "project-opencl"
    (project / "a.cu").write_text("")
    assert default_output(project / "a.cu", "opencl", project) == project / "a-opencl"


def test_what_a_killed_process_leaves_is_tidied_up(tmp_path):
    mine = (".a-0123abcd", ".b-0123abcd-old", ".c-0123abcd-old", "c")
    for name in (*mine, ".d-0123abcd"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept").write_text(name)
    tidy(tmp_path, {"a", "b", "c"})
    assert sorted(p.name for p in tmp_path.iterdir()) == [".d-0123abcd", "b", "c"]
    assert (tmp_path / "b" / "kept").read_text() == ".b-0123abcd-old"
    assert (tmp_path / "c" / "kept").read_text() == "c"
