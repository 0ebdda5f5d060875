"""Parts of CUDA that are not ported at all: first words of their names, and why.  The longest match counts."""

_GRAPHS = "this part of graphs has no portable form; issue the work into a stream"
_GRAPHICS = "sharing memory with a graphics API is not supported; copy through host memory"
_EXTERNAL = "memory and semaphores of other APIs are not supported"
_TEXTURES = "this form of texture is not supported"
_FORMATS = "formats of video and compressed textures are not supported"
_MODULES = "code loaded at run time is not supported yet"
_PARTITIONS = "partitions of a device have no portable form"
_ATTRIBUTES = "this attribute of launches has no portable form"
_POOLS = "this property of memory pools has no portable form"
_BATCHES = "copies in batches are not supported yet; copy one by one"
_FABRIC = "memory shared between machines has no portable form"
_DRIVER = "this part of the driver API has no portable form; use the runtime API"

FAMILIES: dict[str, str] = {
    "cudaArraySparse": "sparse arrays are not supported",
    "cudaAsync": "notifications about the use of memory have no portable form",
    "cudaAtomic": "what atomics a device has cannot be asked portably",
    "cudaCG": "internal to CUDA's cooperative groups",
    "cudaChannelFormat": _FORMATS,
    "cudaChildGraph": _GRAPHS,
    "cudaClusterSchedulingPolicy": _ATTRIBUTES,
    "cudaConditional": _GRAPHS,
    "cudaCreateChannelDesc": _FORMATS,
    "cudaDestroyExternal": _EXTERNAL,
    "cudaDevResource": _PARTITIONS,
    "cudaDevSm": _PARTITIONS,
    "cudaDevWorkqueue": _PARTITIONS,
    "cudaDeviceGetDevResource": _PARTITIONS,
    "cudaDeviceGetExecutionCtx": _PARTITIONS,
    "cudaDeviceGetHostAtomic": "what atomics a device has cannot be asked portably",
    "cudaDeviceGetP2PAtomic": "what atomics a device has cannot be asked portably",
    "cudaDeviceNuma": "OpenCL does not tell where a device's memory lies",
    "cudaEGL": _GRAPHICS,
    "cudaEmulation": "settings of cuBLAS, which is not converted yet",
    "cudaError": "an error of newer CUDA versions, which no function of the port gives",
    "cudaEventRecordNode": _GRAPHS,
    "cudaEventWaitNode": _GRAPHS,
    "cudaExecution": _PARTITIONS,
    "cudaExternal": _EXTERNAL,
    "cudaFabric": _FABRIC,
    "cudaFormatMode": _TEXTURES,
    "cudaFuncAttribute": _ATTRIBUTES,
    "cudaFuncGetParam": "parameters of kernels cannot be asked for",
    "cudaGL": _GRAPHICS,
    "cudaGraph": _GRAPHS,
    "cudaGraphics": _GRAPHICS,
    "cudaGreenCtx": _PARTITIONS,
    "cudaHostNode": _GRAPHS,
    "cudaHostTask": _GRAPHS,
    "cudaImportExternal": _EXTERNAL,
    "cudaJit": _MODULES,
    "cudaKernel": _MODULES,
    "cudaKernelNode": _GRAPHS,
    "cudaLaunch": _ATTRIBUTES,
    "cudaLibrary": _MODULES,
    "cudaLog": "the driver's log has no portable form",
    "cudaLogs": "the driver's log has no portable form",
    "cudaMemAlloc": _GRAPHS,
    "cudaMemAllocation": _POOLS,
    "cudaMemDiscard": _BATCHES,
    "cudaMemFabric": _FABRIC,
    "cudaMemFree": _GRAPHS,
    "cudaMemGet": _POOLS,
    "cudaMemHandle": _POOLS,
    "cudaMemLocation": "name the device by its number, as cudaMemAdvise of CUDA 12 takes it",
    "cudaMemPool": _POOLS,
    "cudaMemPrefetchBatch": _BATCHES,
    "cudaMemRange": "where managed memory lies cannot be asked portably",
    "cudaMemSetMemPool": _POOLS,
    "cudaMemcpy3DBatch": _BATCHES,
    "cudaMemcpy3DOperand": _BATCHES,
    "cudaMemcpy3DWith": _BATCHES,
    "cudaMemcpyAttributes": _BATCHES,
    "cudaMemcpyBatch": _BATCHES,
    "cudaMemcpyFlag": _BATCHES,
    "cudaMemcpyFlags": _BATCHES,
    "cudaMemcpyNode": _GRAPHS,
    "cudaMemcpyOperand": _BATCHES,
    "cudaMemcpySrc": _BATCHES,
    "cudaMemcpyWith": _BATCHES,
    "cudaMemsetParams": _GRAPHS,
    "cudaNvSci": "NvSci has no counterpart",
    "cudaOffset": _BATCHES,
    "cudaPrefer": _MODULES,
    "cudaResViewFormat": "views of a texture in another format are not supported",
    "cudaRound": "a type that no function of the runtime API takes",
    "cudaSharedMemory": _ATTRIBUTES,
    "cudaSignalExternal": _EXTERNAL,
    "cudaStreamAddCapture": _GRAPHS,
    "cudaStreamAttribute": _ATTRIBUTES,
    "cudaStreamBegin": _GRAPHS,
    "cudaStreamGetDev": _PARTITIONS,
    "cudaStreamSetCapture": _GRAPHS,
    "cudaStreamUpdate": _GRAPHS,
    "cudaSurface": _TEXTURES,
    "cudaTexture": _TEXTURES,
    "cudaUserObject": "objects that graphs own have no portable form; destroy them after the graph",
    "cudaVDPAU": _GRAPHICS,
    "cudaWaitExternal": _EXTERNAL,
    "cuda": "there is no equivalent in the native interface yet",
    "cu": _DRIVER,
    "CU": _DRIVER,
    "curand": "random numbers of cuRAND are not supported yet",
    "nvtx": "attributes and domains of ranges for NVIDIA's profiler have no counterpart; remove them",
}

# Not names by themselves.
_WORDS = frozenset({"CU", "cu", "cuda", "curand", "nvtx"})


def family(name: str) -> str | None:
    """Why a name without a row is not ported; None where it does not look like one of CUDA's."""
    if name in _WORDS:
        return None
    found = [
        first
        for first in FAMILIES
        if name.startswith(first) and not name[len(first) :][:1].islower()
    ]
    return FAMILIES[max(found, key=len)] if found else None
