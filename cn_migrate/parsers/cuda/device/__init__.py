"""Device code: libclang's tree -> `cnative` modules in structured form."""

from cn_migrate.parsers.cuda.device.module import DeviceCode, translate

__all__ = ["DeviceCode", "translate"]
