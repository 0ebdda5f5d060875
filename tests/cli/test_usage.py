"""Help, versions, wrong usage, and the commands that only tell."""

import json

import pytest

from cn_migrate import __version__
from cn_migrate.diagnostics import RULES
from tests.cli.command_line import cn_migrate, process


@pytest.mark.parametrize("command", ["port", "inspect", "devices", "doctor", "explain"])
def test_every_command_has_help_with_an_example(command, tmp_path):
    ended = cn_migrate(command, "--help", cwd=tmp_path)
    assert ended.code == 0
    assert f"cn-migrate {command}" in ended.out
    assert "Example" in ended.out


def test_version(tmp_path):
    assert cn_migrate("--version", cwd=tmp_path).out == f"cn-migrate {__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--wrong"], "No such option"),
        (["port"], "Missing argument"),
        (["port", ".", "--to=cuda"], "'cuda' is not one of: opencl"),
        (["port", ".", "--", "1"], "arguments for the program need --run"),
        (["port", ".", "--jobs=-1"], "--jobs"),
        (["inspect", "a.cu", "--stage=x"], "'x' is not one of: parsed, normal, lowered, opencl"),
        (["inspect", "gone.cu"], "'gone.cu' is not a file"),
        (["explain", "adress-space"], "did you mean 'address-space'?"),
    ],
)
def test_wrong_usage_ends_with_3_and_one_message(arguments, message, tmp_path):
    ended = cn_migrate(*arguments, cwd=tmp_path)
    assert ended.code == 3
    assert message in ended.err
    assert "Traceback" not in ended.err


def test_explain(tmp_path):
    ended = cn_migrate("explain", "recursion", cwd=tmp_path)
    assert ended.code == 0
    assert "turn the recursion into a loop" in ended.out
    listed = cn_migrate("explain", cwd=tmp_path).out
    assert all(rule in listed for rule in RULES)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained(rule, tmp_path):
    ended = cn_migrate("explain", rule, cwd=tmp_path)
    assert ended.code == 0
    assert ended.out.startswith(f"{rule} ({RULES[rule].severity})")


def test_completion(tmp_path):
    assert "complete" in process("--show-completion", "bash", cwd=tmp_path).out
    asked = {
        "_CN_MIGRATE_COMPLETE": "complete_bash",
        "COMP_WORDS": "cn-migrate explain addr",
        "COMP_CWORD": "2",
    }
    assert process(cwd=tmp_path, **asked).out == "address-space"


def test_doctor_names_what_it_looks_for(tmp_path):
    ended = cn_migrate("doctor", cwd=tmp_path)
    for what in ("Python", "torch-mlir", "libclang-ng", "C++ compiler", "CMake", "OpenCL drivers"):
        assert what in ended.out
    assert ended.code == ("missing" in ended.out)


def test_devices(tmp_path):
    pytest.importorskip("pyopencl", reason="the opencl extra is not installed")
    ended = process("devices", "--json", cwd=tmp_path)
    assert ended.code == 0
    for device in json.loads(ended.out):
        assert device["compute_units"] > 0
        assert device["local_memory"] > 0
