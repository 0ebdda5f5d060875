"""Device code in branches of #if that neither pass saw."""

from __future__ import annotations

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.host.qualifiers import find_qualifiers
from cn_migrate.parsers.cuda.host.tokens import lex
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit


def report_inactive(
    host: TranslationUnit, device: TranslationUnit, diagnostics: Diagnostics
) -> None:
    """Report every branch that both passes of a file left out and that holds device code.

    A branch that one pass saw (`#ifdef __CUDA_ARCH__`) is not lost.
    """
    for file in host.project_files():
        left_out = host.skipped(file)
        if not left_out:
            continue
        also = [r for f in device.project_files() if f.path == file.path for r in device.skipped(f)]
        words = list(find_qualifiers(lex(file.data).code, None))
        for start, end in left_out:
            holds_device_code = any(start <= word.at.start < end for word in words)
            if holds_device_code and (start, end) in also:
                diagnostics.report("inactive-branch", file.span(start, end))
