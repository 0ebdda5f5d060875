"""Staging: the project in the layout of its port."""

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import discover
from cn_migrate.project.stage import stage

MAIN = '#include "../shared/s.h"\n#include "own.h"\nint main() { cudaFree(0); }\n'


def test_files_from_outside_are_found_at_their_new_place(make_tree, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "s.h").write_text('#include "t.h"\n')
    (shared / "t.h").write_text("")
    root = make_tree({"a.cu": MAIN, "own.h": ""})
    project = stage(discover(root, Diagnostics()), tmp_path / "staged")
    assert (project.root / "a.cu").read_text() == MAIN.replace("../shared", "external/shared")
    assert (project.root / "external/shared/s.h").read_text() == '#include "t.h"\n'
    assert (project.root / "external/shared/t.h").exists()
    assert project.units[0].file == tmp_path / "staged" / "a.cu"


def test_include_folders_move_along(make_tree, tmp_path):
    root = make_tree(
        {"Makefile": "a:\n\tnvcc -Iinc src/a.cu -o a\n", "inc/i.h": "", "src/a.cu": ""}
    )
    (root / "src" / "a.cu").write_text('#include "i.h"\nint main() {}\n')
    project = stage(discover(root, Diagnostics()), tmp_path / "staged")
    assert project.units[0].args == (f"-I{tmp_path}/staged/inc",)
    assert (project.root / "src" / "a.cu").read_text() == '#include "i.h"\nint main() {}\n'


def test_modes_and_links_are_kept_and_the_input_is_untouched(make_tree, tmp_path):
    root = make_tree({"a.cu": "int main() {}\n", "run.sh": "#!/bin/sh\n"})
    (root / "run.sh").chmod(0o755)
    (root / "link").symlink_to("run.sh")
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    project = stage(discover(root, Diagnostics()), tmp_path / "staged")
    assert (project.root / "run.sh").stat().st_mode & 0o777 == 0o755
    assert (project.root / "link").readlink().name == "run.sh"
    assert before == {p: p.stat().st_mtime_ns for p in root.rglob("*")}
