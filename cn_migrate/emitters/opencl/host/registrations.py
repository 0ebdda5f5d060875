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
// Generated: the kernels in {device} and the host functions that launch them.
// Included at the end of the file that defines those functions.
#pragma once

#include "{path}.hpp"

namespace {{

const {ns}::module cn_module{{"{device}", cn_{text}, sizeof cn_{text}, "{options}"}};

"""


def registrations(file: str, instances: Sequence[KernelInstance], build_options: str = "") -> str:
    """The text of `<stem>.kernels.hpp` for the kernels of one source file, one entry a line."""
    path = device_name(file)  # from the port's root: two folders may hold files of one name
    device = PurePosixPath(path).name
    entries = "".join(_entry(i, instance) for i, instance in enumerate(instances))
    head = _HEAD.format(
        path=path, device=device, text=identifier(device), options=build_options, ns=NAMESPACE
    )
    return head + entries + "\n} // namespace\n"


_CPU_HEAD = """\
// Generated: the kernels in {device} and the host functions that launch them.
// Included at the end of the file that defines those functions.
#pragma once

{declarations}
namespace {{

const {ns}::module cn_module{{"{module}", nullptr, 0, ""}};

"""
_START = 'extern "C" void {}(void *const *, const unsigned *, const unsigned *, std::size_t);\n'


def cpu_registrations(
    file: str, instances: Sequence[KernelInstance], starts: Mapping[str, str]
) -> str:
    """The same for kernels that are functions of the program; `starts` are theirs, by the kernels' names."""
    module = PurePosixPath(device_name(file)).name
    own = {instance.symbol: starts[instance.symbol] for instance in instances}
    head = _CPU_HEAD.format(
        device=PurePosixPath(kernels_name(file)).name,
        declarations="".join(_START.format(start) for start in own.values()),
        module=module,
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
