"""What a port keeps for its next time: the originals of edited files, and everything as it was generated.

A zip in the port's folder, the same bytes for the same port.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

STATE_NAME = ".cn-migrate/state.zip"
_ORIGINAL, _GENERATED, _COPIED = "original/", "generated/", "copied.json"
_COMMANDS = "compile_commands.json"
_LIMIT = 1 << 30  # bytes: more than that is no state that was written here


class StateError(Exception):
    """The state of a port cannot be read; the message says why."""


def digest(data: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class State:
    """`originals` by their names in the project, `generated` by their names in the port.

    `copied` are files of the port that are no sources, such as data, with the digest of each.  `commands` is a
    compilation database of the originals, empty in the states of earlier versions.
    """

    originals: Mapping[str, bytes] = field(default_factory=dict)
    generated: Mapping[str, bytes] = field(default_factory=dict)
    copied: Mapping[str, str] = field(default_factory=dict)
    commands: bytes = b""

    @classmethod
    def of_folder(
        cls, folder: Path, sources: Collection[str], originals: Mapping[str, bytes], commands: bytes
    ) -> State:
        """The state of a port that was just made in `folder`; of `sources` the whole text is kept."""
        generated: dict[str, bytes] = {}
        copied: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            if name in sources:
                generated[name] = data
            else:
                copied[name] = digest(data)
        return cls(originals, generated, copied, commands)

    @property
    def names(self) -> frozenset[str]:
        """Every file that the port consisted of."""
        return frozenset((*self.generated, *self.copied))

    def made(self, name: str, data: bytes) -> bool:
        """Is `data` what the port wrote as the file called `name`?"""
        return self.generated.get(name) == data or self.copied.get(name) == digest(data)

    def to_bytes(self) -> bytes:
        """The state as it is written."""
        files = {_ORIGINAL + name: data for name, data in self.originals.items()}
        files |= {_GENERATED + name: data for name, data in self.generated.items()}
        files[_COPIED] = json.dumps(dict(self.copied), sort_keys=True).encode()
        files[_COMMANDS] = self.commands
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in sorted(files.items()):
                entry = zipfile.ZipInfo(name.encode("utf-8", "replace").decode())
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    @classmethod
    def of(cls, port: Path) -> State | None:
        """The state of the port in a folder, None where it has none.

        Raises StateError where it is damaged.
        """
        path = port / STATE_NAME
        if not path.is_file():
            return None
        try:
            with zipfile.ZipFile(path) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _LIMIT:
                    raise StateError(f"'{STATE_NAME}' is too large")
                files = {name: archive.read(name) for name in archive.namelist()}
            copied = json.loads(files[_COPIED])
            commands = files.get(_COMMANDS, b"")
            return cls(_below(files, _ORIGINAL), _below(files, _GENERATED), dict(copied), commands)
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            TypeError,
            KeyError,
        ) as error:
            raise StateError(f"'{STATE_NAME}' is damaged: {error}") from None
        except (NotImplementedError, RuntimeError) as error:  # a packing or encryption of others
            raise StateError(f"'{STATE_NAME}' was not written here: {error}") from None


def _below(files: Mapping[str, bytes], prefix: str) -> dict[str, bytes]:
    return {n.removeprefix(prefix): data for n, data in files.items() if n.startswith(prefix)}
