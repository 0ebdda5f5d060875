"""Bundles as archives: the same bytes for the same things, and nothing read that is not as the manifest says."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

from cn_migrate.runtime.bundle import (
    Bundle,
    BundleError,
    Kind,
    Manifest,
    Module,
    Variant,
    write_bundle,
)

MEMBERS = {
    "a.cu/bytecode.mlirbc": b"ML\xefR" + bytes(range(256)),
    "a.cu/opencl.cl": b"kernel void k() {}\n" * 40,
}
MANIFEST = Manifest(
    tool="test",
    modules=(
        Module(
            name="a.cu",
            kernels=(),
            variants=tuple(
                Variant(name=kind, kind=kind, member=member, kernels=())
                for kind, member in zip((Kind.BYTECODE, Kind.OPENCL_C), MEMBERS, strict=True)
            ),
        ),
    ),
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    place = tmp_path / "a.cnb"
    write_bundle(place, MANIFEST, MEMBERS)
    return place


def test_what_is_written_is_read(bundle: Path) -> None:
    with Bundle(bundle) as opened:
        assert {name: opened.read(name) for name in MEMBERS} == MEMBERS
        assert opened.manifest.modules == MANIFEST.modules


def test_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    again = tmp_path / "b.cnb"
    write_bundle(again, MANIFEST, dict(reversed(MEMBERS.items())))
    assert again.read_bytes() == bundle.read_bytes()


def test_nothing_is_left_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be written"):
        write_bundle(tmp_path / "missing" / "a.cnb", MANIFEST, MEMBERS)
    assert not list(tmp_path.iterdir())


def changed(bundle: Path, change) -> Path:
    """A bundle with another list of entries."""
    with zipfile.ZipFile(bundle) as old:
        entries = [(entry.filename, old.read(entry)) for entry in old.infolist()]
    place = bundle.with_name("changed.cnb")
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in change(entries):
            new.writestr(name, data)
    return place


def with_manifest(**values):
    def change(entries):
        (name, data), *rest = entries
        return [(name, json.dumps(json.loads(data) | values)), *rest]

    return change


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: [*e, ("../../evil", b"x")], "refused"),
        (lambda e: [*e, ("/etc/passwd", b"x")], "refused"),
        (lambda e: [*e, ("a\\b", b"x")], "refused"),
        (lambda e: [*e, ("more", b"x")], "differ in 'more'"),
        (lambda e: e[:-1], "differ in"),
        (lambda e: [*e, e[-1]], "two members with one name"),
        (lambda e: e[1:], "has no manifest.json"),
        (lambda e: [(e[0][0], b"{"), *e[1:]], "no JSON"),
        (lambda e: [(e[0][0], b"[" * 100000), *e[1:]], "no JSON"),
        (lambda e: [(e[0][0], b"{}"), *e[1:]], "no bundle"),
        (with_manifest(version=2), "version 2"),
        (with_manifest(version="1"), "version '1'"),
        (with_manifest(modules=[{"name": 3}]), "modules.0"),
        (with_manifest(more=1), "more"),
    ],
)
def test_refused(bundle: Path, change, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        Bundle(changed(bundle, change))


def test_a_changed_member_is_found(bundle: Path) -> None:
    place = changed(bundle, lambda e: [*e[:-1], (e[-1][0], e[-1][1].replace(b"k", b"q"))])
    with Bundle(place) as opened, pytest.raises(BundleError, match=r"damaged: 'a\.cu/opencl\.cl'"):
        opened.read("a.cu/opencl.cl")


def test_a_bomb_is_not_unpacked(bundle: Path) -> None:
    place = changed(bundle, lambda e: [*e[:-1], (e[-1][0], bytes(200 << 20))])
    with Bundle(place) as opened, pytest.raises(BundleError, match="larger than it says"):
        opened.read("a.cu/opencl.cl")


@pytest.mark.parametrize("text", [b"", b"PK", b"no zip at all"])
def test_no_archive(tmp_path: Path, text: bytes) -> None:
    place = tmp_path / "a.cnb"
    place.write_bytes(text)
    with pytest.raises(BundleError, match="is no bundle"):
        Bundle(place)
    with pytest.raises(BundleError, match="No such file"):
        Bundle(tmp_path / "missing.cnb")


def test_any_damage_is_an_error_or_harmless(bundle: Path, tmp_path: Path) -> None:
    whole = bundle.read_bytes()
    choice = random.Random(1)
    place = tmp_path / "damaged.cnb"
    refused = 0
    for _ in range(400):
        data = bytearray(whole[: choice.choice([len(whole), choice.randrange(len(whole))])])
        for _ in range(choice.randrange(1, 6)):
            if data:
                data[choice.randrange(len(data))] = choice.randrange(256)
        place.write_bytes(data)
        try:
            with Bundle(place) as opened:
                assert {name: opened.read(name) for name in MEMBERS} == MEMBERS
        except BundleError:
            refused += 1
    assert refused > 200
