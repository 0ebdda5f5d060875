"""Parts of CUDA that are not ported at all: first words of their names, and why.  The longest match counts."""

FAMILIES: dict[str, str] = {
    "cudaGraphics": "sharing memory with a graphics API is not supported; copy through host memory",
    "cudaGraph": "graphs are not supported yet; issue the work into a stream",
    "cudaUserObject": "graphs are not supported yet; issue the work into a stream",
    "cudaGL": "sharing memory with a graphics API is not supported; copy through host memory",
    "cudaEGL": "sharing memory with a graphics API is not supported; copy through host memory",
    "cudaVDPAU": "sharing memory with a graphics API is not supported; copy through host memory",
    "cudaExternal": "memory and semaphores of other APIs are not supported",
    "cudaImportExternal": "memory and semaphores of other APIs are not supported",
    "cudaDestroyExternal": "memory and semaphores of other APIs are not supported",
    "cudaSignalExternal": "memory and semaphores of other APIs are not supported",
    "cudaWaitExternal": "memory and semaphores of other APIs are not supported",
    "cudaNvSci": "NvSci has no counterpart",
    "cudaResViewFormat": "views of a texture in another format are not supported",
    "cudaChannelFormat": "formats of video and compressed textures are not supported",
    "cudaLibrary": "code loaded at run time is not supported yet",
    "cudaGreenCtx": "partitions of a device have no portable form",
    "cudaLog": "the driver's log has no portable form",
    "cuda": "there is no equivalent in the native interface yet",
    "cu": "the driver API is not supported yet; use the runtime API",
    "CU": "the driver API is not supported yet; use the runtime API",
    "curand": "random numbers of cuRAND are not supported yet",
    "nvtx": "ranges for NVIDIA's profiler have no counterpart; remove them",
}


def family(name: str) -> str | None:
    """Why a name without a row is not ported; None where it does not look like one of CUDA's."""
    found = [
        first
        for first in FAMILIES
        if name.startswith(first) and not name[len(first) :][:1].islower()
    ]
    return FAMILIES[max(found, key=len)] if found else None
