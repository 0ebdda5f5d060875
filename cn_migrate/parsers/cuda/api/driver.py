"""The driver API: its functions and types.  Its constants are in `driver_constants`."""

import re

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.devices import LIMITS
from cn_migrate.parsers.cuda.api.row import Row, hub_name
from cn_migrate.parsers.cuda.api.textures import PLAIN, SAMPLED
from cn_migrate.source.host_plan import ApiKind

_MODULES = "modules are not loaded: kernels of the project's own .cu sources are in the program, and are found by name"
_LINKER = "nothing is linked at run time: the kernels of the images' sources are in the program"
_CONTEXTS = (
    "contexts are names of their device: those of one device share memory, null stream and errors"
)
_PEERS = "each device's memory is reached by copies"
_PRIORITY = "all streams have the same priority"
_HINT = "the target's driver chooses by itself; results do not depend on it"
_PROFILER = "profilers of other vendors need no call in the program"
_REMOVED = "removed from CUDA itself; launch with cuLaunchKernel"
_REFERENCES = "texture references of the driver API are not supported; use texture objects"
_MIPMAPS = "mipmapped arrays of the driver API are not supported; use those of the runtime API"
_GRAPHICS = "sharing memory with a graphics API is not supported; copy through host memory"
_VIRTUAL = (
    "a reservation has its memory from the start, and values go along where an allocation is mapped next; "
    "rights of access are not enforced, and memory cannot be mapped twice"
)
_PROCESSES = "sharing memory between processes has no portable form"
_COOPERATIVE = (
    "a grid with a barrier may have as many blocks as the device has compute units, as occupancy tells; "
    "larger ones fail with CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE"
)

# Names whose words the general rule would not part well.
_OPS = {"cuMemsetD2D8": "driver_memset_2d_d8", "cuMemsetD2D32": "driver_memset_2d_d32"}
_ENDS = {"H": "Host", "D": "Device", "A": "Array"}
_WAY = re.compile(r"([HDA])to([HDA])(?=[A-Z]|$)")


def driver_op(name: str) -> str:
    """The hub's name of a function: `cuMemcpyHtoD` -> `driver_memcpy_host_to_device`, without version (`_v2`)."""
    plain = re.sub(r"_v\d$", "", name)
    if plain in _OPS:
        return _OPS[plain]
    plain = _WAY.sub(lambda way: f"{_ENDS[way[1]]}To{_ENDS[way[2]]}", plain)
    return "driver_" + re.sub(r"_d_(\d)", r"_d\1", hub_name(plain.removeprefix("cu")))


def _functions(names: str, fidelity: Fidelity = Fidelity.EXACT, note: str = "") -> dict[str, Row]:
    return {n: Row(driver_op(n), ApiKind.FUNCTION, fidelity, note) for n in names.split()}


def _types(
    ops: dict[str, str], fidelity: Fidelity = Fidelity.EXACT, note: str = ""
) -> dict[str, Row]:
    return {name: Row(op, ApiKind.TYPE, fidelity, note) for name, op in ops.items()}


def _refused_types(names: str, note: str) -> dict[str, Row]:
    return _types(
        {name: f"driver_{hub_name(name)}" for name in names.split()}, Fidelity.MANUAL, note
    )


DRIVER: dict[str, Row] = {
    **_functions(
        """
        cuInit cuDriverGetVersion cuGetErrorName cuGetErrorString
        cuDeviceGet cuDeviceGetCount cuDeviceGetName cuDeviceTotalMem cuDeviceTotalMem_v2
        cuDeviceGetAttribute cuDeviceGetProperties cuDeviceComputeCapability
        cuCtxSynchronize cuCtxGetDevice cuCtxPushCurrent cuCtxPopCurrent cuCtxSetCurrent
        cuCtxGetCurrent cuCtxGetFlags cuCtxGetApiVersion
        cuMemGetInfo cuMemAlloc cuMemAlloc_v2 cuMemAllocPitch cuMemAllocPitch_v2
        cuMemAllocManaged cuMemAllocAsync cuMemFree cuMemFree_v2 cuMemFreeAsync cuMemAllocHost
        cuMemAllocHost_v2 cuMemHostAlloc cuMemFreeHost cuMemHostGetDevicePointer
        cuMemHostGetFlags cuMemHostRegister cuMemHostUnregister cuMemGetAddressRange
        cuPointerGetAttribute
        cuMemcpy cuMemcpyAsync cuMemcpyHtoD cuMemcpyHtoD_v2 cuMemcpyHtoDAsync
        cuMemcpyHtoDAsync_v2 cuMemcpyDtoH cuMemcpyDtoH_v2 cuMemcpyDtoHAsync cuMemcpyDtoHAsync_v2
        cuMemcpyDtoD cuMemcpyDtoD_v2 cuMemcpyDtoDAsync cuMemcpyPeer cuMemcpy2D
        cuMemcpy2DUnaligned cuMemcpy2DAsync cuMemcpy3D cuMemcpy3DAsync
        cuMemcpyHtoA cuMemcpyAtoH cuMemcpyDtoA cuMemcpyAtoD
        cuArrayCreate cuArrayCreate_v2 cuArray3DCreate cuArray3DCreate_v2 cuArrayGetDescriptor
        cuArray3DGetDescriptor cuArrayDestroy
        cuMemsetD8 cuMemsetD8_v2 cuMemsetD16 cuMemsetD32 cuMemsetD32_v2 cuMemsetD8Async
        cuMemsetD16Async cuMemsetD32Async cuMemsetD2D8 cuMemsetD2D32
        cuStreamCreate cuStreamDestroy cuStreamDestroy_v2 cuStreamSynchronize cuStreamQuery
        cuStreamWaitEvent cuStreamAddCallback cuStreamAttachMemAsync cuLaunchHostFunc
        cuEventCreate cuEventDestroy cuEventDestroy_v2 cuEventRecord cuEventQuery
        cuEventSynchronize cuEventElapsedTime
        cuModuleUnload cuModuleGetFunction cuModuleGetGlobal cuModuleGetGlobal_v2
        cuLaunchKernel cuFuncGetAttribute cuFuncSetAttribute
        cuOccupancyMaxActiveBlocksPerMultiprocessor cuOccupancyMaxPotentialBlockSize
        """
    ),
    **_functions(
        """
        cuCtxCreate cuCtxCreate_v2 cuCtxDestroy cuCtxDestroy_v2 cuDevicePrimaryCtxRetain
        cuDevicePrimaryCtxRelease cuDevicePrimaryCtxReset cuDevicePrimaryCtxGetState
        cuDevicePrimaryCtxSetFlags
        """,
        Fidelity.EMULATED,
        _CONTEXTS,
    ),
    **_functions(
        """
        cuModuleLoad cuModuleLoadData cuModuleLoadDataEx cuModuleLoadFatBinary
        """,
        Fidelity.WEAKENED,
        _MODULES,
    ),
    **_functions(
        """
        cuLinkCreate cuLinkCreate_v2 cuLinkAddData cuLinkAddData_v2 cuLinkAddFile
        cuLinkAddFile_v2 cuLinkComplete cuLinkDestroy
        """,
        Fidelity.WEAKENED,
        _LINKER,
    ),
    **_functions(
        "cuStreamCreateWithPriority cuCtxGetStreamPriorityRange", Fidelity.WEAKENED, _PRIORITY
    ),
    **_functions(
        "cuDeviceGetUuid cuDeviceGetUuid_v2",
        Fidelity.WEAKENED,
        "OpenCL knows no lasting number of a device; it is the ordinal",
    ),
    **_functions(
        "cuDeviceCanAccessPeer cuCtxEnablePeerAccess cuCtxDisablePeerAccess",
        Fidelity.WEAKENED,
        _PEERS,
    ),
    **_functions(
        """
        cuFuncSetCacheConfig cuFuncSetSharedMemConfig cuCtxSetCacheConfig cuCtxGetCacheConfig
        cuCtxSetSharedMemConfig cuCtxGetSharedMemConfig cuCtxGetLimit cuMemAdvise
        cuMemPrefetchAsync
        """,
        Fidelity.DROPPED,
        _HINT,
    ),
    **_functions("cuCtxSetLimit", Fidelity.WEAKENED, LIMITS),
    **_functions("cuProfilerStart cuProfilerStop", Fidelity.DROPPED, _PROFILER),
    **_functions(
        """
        cuFuncSetBlockShape cuFuncSetSharedSize cuParamSetSize cuParamSeti cuParamSetf cuParamSetv
        cuParamSetTexRef cuLaunch cuLaunchGrid cuLaunchGridAsync cuCtxAttach cuCtxDetach
        """,
        Fidelity.MANUAL,
        _REMOVED,
    ),
    **_functions(
        """
        cuModuleGetTexRef cuModuleGetSurfRef cuTexRefSetArray cuTexRefSetAddress cuTexRefSetFormat
        cuTexRefSetAddressMode cuTexRefSetFilterMode cuTexRefSetFlags
        """,
        Fidelity.MANUAL,
        _REFERENCES,
    ),
    **_functions("cuTexObjectCreate", Fidelity.EMULATED, SAMPLED),
    **_functions("cuSurfObjectCreate", Fidelity.EMULATED, PLAIN),
    **_functions("cuTexObjectDestroy cuSurfObjectDestroy"),
    **_functions(
        """
        cuGraphicsUnregisterResource cuGraphicsMapResources cuGraphicsUnmapResources
        cuGraphicsResourceGetMappedPointer cuGraphicsSubResourceGetMappedArray
        """,
        Fidelity.MANUAL,
        _GRAPHICS,
    ),
    **_functions(
        """
        cuMemAddressReserve cuMemAddressFree cuMemCreate cuMemRelease cuMemMap cuMemUnmap
        cuMemSetAccess cuMemGetAccess cuMemGetAllocationGranularity
        cuMemGetAllocationPropertiesFromHandle cuMemRetainAllocationHandle
        """,
        Fidelity.EMULATED,
        _VIRTUAL,
    ),
    **_functions(
        """
        cuIpcGetEventHandle cuIpcOpenEventHandle cuIpcGetMemHandle cuIpcOpenMemHandle
        cuIpcCloseMemHandle cuMemExportToShareableHandle cuMemImportFromShareableHandle
        """,
        Fidelity.MANUAL,
        _PROCESSES,
    ),
    **_functions("cuLaunchCooperativeKernel", Fidelity.EMULATED, _COOPERATIVE),
    **_functions(
        "cuDeviceGetLuid cuDeviceGetByPCIBusId cuDeviceGetPCIBusId cuPointerSetAttribute",
        Fidelity.MANUAL,
        "there is nothing like it on other vendors' devices",
    ),
    **_types(
        {
            "CUresult": "driver_result",
            "CUdevice": "driver_device",
            "CUcontext": "driver_context",
            "CUctxCreateParams": "driver_context_parameters",
            "CUmodule": "driver_module",
            "CUfunction": "driver_function",
            "CUdeviceptr": "driver_device_ptr",
            "CUstream": "stream_t",
            "CUevent": "event_t",
            "CUuuid": "driver_uuid",
            "CUdevprop": "driver_device_properties",
            "CUdevice_attribute": "driver_device_attribute",
            "CUpointer_attribute": "driver_pointer_attribute",
            "CUfunction_attribute": "driver_function_attribute",
            "CUlimit": "limit",
            "CUfunc_cache": "func_cache",
            "CUsharedconfig": "shared_mem_config",
            "CUmem_advise": "memory_advise",
            "CUmemorytype": "driver_memory_type",
            "CUlinkState": "driver_link_state",
            "CUjit_option": "driver_jit_option",
            "CUjitInputType": "driver_jit_input_type",
            "CUhostFn": "host_fn_t",
            "CUstreamCallback": "driver_stream_callback",
            "CUoccupancyB2DSize": "driver_block_to_shared_size",
            "CUDA_MEMCPY2D": "driver_memcpy_2d_parms",
            "CUDA_MEMCPY3D": "driver_memcpy_3d_parms",
            "CUarray": "array_t",
            "CUtexObject": "texture_object_t",
            "CUsurfObject": "surface_object_t",
            "CUarray_format": "driver_array_format",
            "CUaddress_mode": "texture_address_mode",
            "CUfilter_mode": "texture_filter_mode",
            "CUresourcetype": "resource_type",
            "CUDA_ARRAY_DESCRIPTOR": "driver_array_descriptor",
            "CUDA_ARRAY3D_DESCRIPTOR": "driver_array_3d_descriptor",
            "CUDA_RESOURCE_DESC": "driver_resource_desc",
            "CUDA_TEXTURE_DESC": "driver_texture_desc",
            "CUDA_RESOURCE_VIEW_DESC": "driver_resource_view_desc",
            "CUmemGenericAllocationHandle": "driver_allocation_handle",
            "CUmemAllocationProp": "driver_allocation_prop",
            "CUmemAllocationType": "mem_allocation_type",
            "CUmemAllocationHandleType": "mem_allocation_handle_type",
            "CUmemAllocationGranularity_flags": "driver_allocation_granularity",
            "CUmemAllocationCompType": "driver_allocation_compression",
            "CUmemAccessDesc": "mem_access_desc",
            "CUmemAccess_flags": "mem_access_flags",
            "CUmemLocation": "mem_location",
            "CUmemLocationType": "mem_location_type",
        }
    ),
    **_refused_types("CUtexref CUsurfref", _REFERENCES),
    **_refused_types("CUmipmappedArray", _MIPMAPS),
    **_refused_types("CUgraphicsResource", _GRAPHICS),
}
