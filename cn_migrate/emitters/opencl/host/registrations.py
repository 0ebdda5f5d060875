"""The generated header that tells the runtime which kernel of the .cl each host function stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from cn_migrate.emitters.opencl.host.file_names import device_name, kernels_name
from cn_migrate.emitters.opencl.host.kernel_keys import key_text
from cn_migrate.emitters.opencl.host.spelling import NAMESPACE, spell_types
from cn_migrate.source.host_plan import KernelInstance

_HEAD = """\
// Generated: the kernels in {files} and the host functions that launch them.
// Included at the end of the file that defines those functions.
#pragma once

{declarations}
namespace {{

const {ns}::module cn_module{{{module}}};

"""
_START = 'extern "C" void {}(void *const *, const unsigned *, const unsigned *, std::size_t);\n'


def registrations(
    file: str,
    instances: Sequence[KernelInstance],
    options: str | None = "",
    starts: Mapping[str, str] | None = None,
) -> str:
    """The text of `<stem>.kernels.hpp` for the kernels of one source file, one entry a line.

    `options` are those of OpenCL's compiler, None where there is no OpenCL C; `starts` are the functions that run
    kernels on the machine's own processors, by the kernels' names.
    """
    own = {i.symbol: starts[i.symbol] for i in instances if starts and i.symbol in starts}
    path = device_name(file)  # from the port's root: two folders may hold files of one name
    device = PurePosixPath(path).name
    files = [device] if options is not None else []
    files += [PurePosixPath(kernels_name(file)).name] if own else []
    include = f'#include "{path}.hpp"\n' if options is not None else ""
    text = f"cn_{identifier(device)}"
    code = f'{text}, sizeof {text}, "{options}"' if options is not None else 'nullptr, 0, ""'
    head = _HEAD.format(
        files=" and ".join(files),
        declarations=include + "".join(_START.format(start) for start in own.values()),
        module=f'"{device}", {code}',
        ns=NAMESPACE,
    )
    entries = [_entry(i, instance) for i, instance in enumerate(instances)]
    entries += [
        f'const {NAMESPACE}::cpu_kernel cn_cpu_{i}{{cn_module, "{name}", {start}}};\n'
        for i, (name, start) in enumerate(own.items())
    ]
    return head + "".join(entries) + "\n} // namespace\n"


def identifier(file_name: str) -> str:
    """The part of a C identifier that a file's name gives: `saxpy-2.cl` -> `saxpy_2_cl`."""
    return re.sub(r"\W", "_", file_name)


def _entry(index: int, kernel: KernelInstance) -> str:
    symbols = ", ".join(f"&{name}" for name in kernel.symbols)
    options = [f"{{{symbols}}}", _flag(kernel.dynamic_shared), _flag(kernel.indirect)]
    while options and options[-1] in {"{}", "false"}:
        options.pop()
    stub = _stub(kernel)
    arguments = ", ".join(["cn_module", f'"{kernel.symbol}"', stub, *options])
    entry = f"const {NAMESPACE}::kernel_entry cn_kernel_{index}{{{arguments}}};\n"
    if kernel.key is not None or kernel.linkage in {"", kernel.symbol}:
        return entry
    name = f'{NAMESPACE}::linkage_name cn_linkage_{index}{{{stub}, "{kernel.linkage}"}}'
    return f"{entry}const {name};\n"


def _stub(kernel: KernelInstance) -> str:
    if kernel.key is None:
        return spell_types(f"static_cast<{kernel.pointer_type}>({kernel.expression})")
    sizes = ", ".join(f"{{{size}, {_flag(is_pointer)}}}" for size, is_pointer in kernel.parameters)
    return f"{key_text(kernel.key)}, {{{sizes}}}"


def _flag(value: bool) -> str:
    return "true" if value else "false"
