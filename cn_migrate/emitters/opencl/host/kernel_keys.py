"""Closures and the kernels that take them, in the spelling of the native interface."""

from __future__ import annotations

from cn_migrate.emitters.opencl.host.spelling import NAMESPACE
from cn_migrate.source.host_plan import DeviceLambda
from cn_migrate.source.kernel_key import KernelKey, LambdaName, Name, TemplateName, Value


def name_text(name: Name) -> str:
    """A template argument: `float`, `cn::value<4>`, `cn::lambda<cn::at("a.cu:3:7"), float>`."""
    if isinstance(name, Value):
        return f"{NAMESPACE}::value<{name.text}>"
    if isinstance(name, LambdaName):
        return f"{NAMESPACE}::lambda<{_arguments(_at(name.place), *name.around)}>"
    if isinstance(name, TemplateName):
        return f"{name.template}<{_arguments(*name.arguments)}>"
    return name


def key_text(key: KernelKey) -> str:
    """`cn::kernel_key<cn::at("a.cu:2:20"), void(int, cn::lambda<...>)>{}`."""
    function = f"void({_arguments(*key.parameters)})"
    return f"{NAMESPACE}::kernel_key<{_arguments(_at(key.place), function, *key.rest)}>{{}}"


def instance_text(stub: str, key: tuple[str, tuple[str | Value, ...]]) -> str:
    """`cn::instance<forall<F>, cn::at("a.cu:2:20")>{}`: what a kernel hands over in place of its address."""
    place, rest = key
    return f"{NAMESPACE}::instance<{_arguments(stub, _at(place), *rest)}>{{}}"


def lambda_head(found: DeviceLambda) -> str:
    """What goes in front of a lambda; `lambda_tail` behind it."""
    head = f"{NAMESPACE}::device_lambda<{_arguments(_at(found.place), *found.around)}>("
    return f"({head}" if found.is_argument else head


def lambda_tail(found: DeviceLambda) -> str:
    """See `lambda_head`."""
    return "))" if found.is_argument else ")"


def lambda_body(found: DeviceLambda) -> str:
    """What stands for a body that moved to the device."""
    call = f"{NAMESPACE}::on_device({', '.join(found.parameters)});"
    return f"return {call}" if found.returns else call


def _at(place: str) -> str:
    return f'{NAMESPACE}::at("{place}")'


def _arguments(*names: Name) -> str:
    return ", ".join(map(name_text, names))
