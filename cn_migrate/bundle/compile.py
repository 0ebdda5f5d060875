"""Machine code in a process of its own: LLVM ends the process where a target's code generator knows no way."""

from __future__ import annotations

import subprocess
import sys

from cn_migrate.bundle.targets import BundleTarget
from cn_migrate.runtime.bundle import Kind

_SECONDS = 300
_LONGEST = 300  # characters of a reason


class CompileError(Exception):
    """There is no code for a target; the message is LLVM's."""


def compiled(text: str, target: BundleTarget) -> bytes:
    """The code of a text of LLVM IR for a target: an object, SPIR-V, or PTX.  Raises CompileError."""
    form = "assembly" if target.kind is Kind.PTX else "object"
    command = [sys.executable, "-m", "cn_migrate.runtime.machine_code"]
    command += [form, target.triple, target.cpu, target.features, target.abi]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise CompileError(f"LLVM took longer than {_SECONDS} s") from None
    if done.returncode:
        raise CompileError(_reason(done.stderr.decode(errors="replace"), done.returncode))
    return done.stdout


def _reason(words: str, code: int) -> str:
    """The line of LLVM's words that says most, without places of whoever built LLVM."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    telling = [
        line for line in lines if "LLVM ERROR" in line or "ssertion" in line or "error" in line
    ]
    text = (telling or lines or [f"LLVM ended with code {code}"])[0]
    if "ssertion" in text:  # "file:line: function: Assertion `...' failed."
        text = "Assertion" + text.partition("ssertion")[2]
    return text[:_LONGEST]
