"""The archive that a bundle is: a zip that is the same, byte by byte, whenever it is made of the same.

Reading trusts nothing: names, sizes and hashes are those of the manifest, or the bundle is refused.  A member is
checked when it is read.  Format: PKWARE's APPNOTE 6.3, without encryption, parts or comments.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from cn_migrate.runtime.bundle.manifest import FORMAT, VERSION, Manifest, Member

MANIFEST = "manifest.json"
_MOST_MANIFEST = 16 << 20  # bytes
_MOST_MEMBER = 256 << 20
_MOST_TOTAL = 1 << 30
_MOST_MEMBERS = 4096
_PIECE = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9_+-][A-Za-z0-9_.+-]*(/[A-Za-z0-9_+-][A-Za-z0-9_.+-]*)*")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_READABLE = 0o100644 << 16
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


class BundleError(Exception):
    """A bundle that cannot be read or is refused; the message names the file and what is wrong."""


def write_bundle(path: Path, manifest: Manifest, members: Mapping[str, bytes]) -> None:
    """Write a bundle, whole or not at all.  `manifest` gets its `members` from what is written.

    Raises BundleError where the place cannot be written to.
    """
    known = {
        name: Member(sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        for name, data in sorted(members.items())
    }
    text = manifest.model_copy(update={"members": known}).model_dump_json(indent=1) + "\n"
    new = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(new, "w") as archive:
            for name, data in [(MANIFEST, text.encode()), *sorted(members.items())]:
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = _READABLE
                entry.create_system = 3
                archive.writestr(entry, data, compresslevel=9)
        new.replace(path)
    except OSError as error:
        raise BundleError(f"'{path}' cannot be written: {error.strerror}") from None
    finally:
        new.unlink(missing_ok=True)


class Bundle:
    """A bundle that is open for reading."""

    def __init__(self, path: Path) -> None:
        """Open a bundle and read its manifest.  Raises BundleError."""
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except (*_ZIP_ERRORS, ValueError) as error:
            reason = (
                error.strerror
                if isinstance(error, OSError) and error.strerror
                else "it is no zip archive"
            )
            raise BundleError(f"'{path}' is no bundle: {reason}") from None
        try:
            self._entries = self._listed()
            self.manifest = self._manifest()
            self._compare()
        except BundleError:
            self.close()
            raise

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def read(self, member: str) -> bytes:
        """A member, with the size and hash that the manifest says.  Raises BundleError."""
        wanted = self.manifest.members.get(member)
        if wanted is None:
            raise self._error(f"has no member '{member}'")
        data = self._content(member, wanted.size)
        if len(data) != wanted.size or hashlib.sha256(data).hexdigest() != wanted.sha256:
            raise self._error(f"is damaged: '{member}' is not what the manifest says")
        return data

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        """The entries by name, as far as a bundle may have them."""
        entries = self._archive.infolist()
        if len(entries) > _MOST_MEMBERS:
            raise self._error(f"has {len(entries)} members; {_MOST_MEMBERS} are the most")
        names = [entry.filename for entry in entries]
        for name in names:
            if not _NAME.fullmatch(name):
                raise self._error(f"has a member with the name {name!r}, which is refused")
        if len(set(names)) != len(names):
            raise self._error("has two members with one name")
        if sum(entry.file_size for entry in entries) > _MOST_TOTAL:
            raise self._error(f"is larger than {_MOST_TOTAL >> 20} MiB when it is unpacked")
        return dict(zip(names, entries, strict=True))

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._entries:
            raise self._error(f"has no {MANIFEST}")
        data = self._content(MANIFEST, _MOST_MANIFEST)
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            raise self._error(f"is damaged: its {MANIFEST} is no JSON") from None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise self._error("is a zip archive, but no bundle")
        if found.get("version") != VERSION:
            version = found.get("version")
            raise self._error(
                f"has version {version!r}; this cn-migrate reads version {VERSION}: make it anew, or use a newer one"
            )
        try:
            return Manifest.model_validate_json(data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise self._error(f"is damaged: {MANIFEST}, {place}: {first['msg']}") from None

    def _compare(self) -> None:
        """The manifest and the archive have to name the same members."""
        listed = set(self._entries) - {MANIFEST}
        known = set(self.manifest.members)
        if listed != known:
            odd = sorted(listed ^ known)[0]
            raise self._error(f"is damaged: archive and manifest differ in '{odd}'")
        for module in self.manifest.modules:
            for variant in module.variants:
                if variant.member not in known:
                    raise self._error(f"is damaged: '{variant.member}' is missing")

    def _content(self, name: str, most: int) -> bytes:
        """The bytes of an entry, of which no more than `most` are unpacked."""
        pieces, size = [], 0
        try:
            with self._archive.open(self._entries[name]) as source:
                while piece := source.read(_PIECE):
                    size += len(piece)
                    if size > min(most, _MOST_MEMBER):
                        raise self._error(
                            f"has a member '{name}' that is larger than it says or may be"
                        )
                    pieces.append(piece)
        except _ZIP_ERRORS as error:
            raise self._error(f"is damaged: '{name}' cannot be unpacked ({error})") from None
        return b"".join(pieces)

    def _error(self, what: str) -> BundleError:
        return BundleError(f"'{self.path}' {what}")
