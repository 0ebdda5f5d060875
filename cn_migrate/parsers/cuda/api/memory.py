"""Memory of the device and of the host: allocation, copies, filling, symbols."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, hub_name, types
from cn_migrate.source.host_plan import ApiKind

_POOLS = "memory comes from the device as it is needed; a pool keeps none"
_SHARED_POOLS = "pools shared between processes have no portable form"
_IPC = "memory shared between processes has no portable form"

MEMORY: dict[str, Row] = {
    **functions(
        """
        cudaMalloc cudaFree cudaMallocHost cudaHostAlloc cudaFreeHost cudaMallocPitch
        cudaHostGetDevicePointer cudaHostGetFlags
        cudaMemcpy cudaMemcpyAsync cudaMemcpyPeer cudaMemcpyPeerAsync cudaMemcpy2D cudaMemcpy2DAsync
        cudaMalloc3D cudaMemcpy3D cudaMemcpy3DAsync cudaMemcpy3DPeer cudaMemcpy3DPeerAsync
        cudaMemset cudaMemsetAsync cudaMemset2D cudaMemset2DAsync cudaMemset3D cudaMemset3DAsync
        cudaMemcpyToSymbol cudaMemcpyToSymbolAsync cudaMemcpyFromSymbol cudaMemcpyFromSymbolAsync
        cudaGetSymbolAddress cudaGetSymbolSize cudaMemGetInfo cudaPointerGetAttributes
        """
    ),
    **functions(
        "cudaMallocManaged",
        Fidelity.EMULATED,
        "devices without fine-grained shared memory hand the memory over at each launch",
    ),
    **functions(
        "cudaHostRegister cudaHostUnregister",
        Fidelity.EMULATED,
        "the memory is not pinned; copies of it are right but not faster",
    ),
    **functions(
        "cudaMallocAsync cudaFreeAsync",
        Fidelity.EMULATED,
        "memory is allocated at once and freed after the stream's work",
    ),
    **functions(
        "cudaMemAdvise cudaMemPrefetchAsync cudaStreamAttachMemAsync",
        Fidelity.DROPPED,
        "a hint to the driver, without influence on results",
    ),
    **{
        f"{name}_v2": Row(
            hub_name(name),
            ApiKind.FUNCTION,
            Fidelity.DROPPED,
            "a hint, without influence on results",
        )
        for name in ("cudaMemAdvise", "cudaMemPrefetchAsync")
    },
    **functions(
        """
        cudaDeviceGetDefaultMemPool cudaDeviceGetMemPool cudaDeviceSetMemPool cudaMemPoolCreate
        cudaMemPoolDestroy cudaMemPoolSetAttribute cudaMemPoolGetAttribute cudaMemPoolSetAccess
        cudaMemPoolGetAccess cudaMemPoolTrimTo cudaMallocFromPoolAsync
        """,
        Fidelity.EMULATED,
        _POOLS,
    ),
    **functions(
        """
        cudaMemPoolExportToShareableHandle cudaMemPoolImportFromShareableHandle
        cudaMemPoolExportPointer cudaMemPoolImportPointer
        """,
        Fidelity.MANUAL,
        _SHARED_POOLS,
    ),
    **functions(
        "cudaDeviceGetGraphMemAttribute cudaDeviceSetGraphMemAttribute cudaDeviceGraphMemTrim",
        Fidelity.MANUAL,
        "graphs do not own memory",
    ),
    **functions(
        "cudaMemRangeGetAttribute cudaMemRangeGetAttributes",
        Fidelity.MANUAL,
        "where managed memory lies cannot be asked portably",
    ),
    **functions(
        "cudaIpcGetMemHandle cudaIpcOpenMemHandle cudaIpcCloseMemHandle cudaIpcGetEventHandle "
        "cudaIpcOpenEventHandle",
        Fidelity.MANUAL,
        _IPC,
    ),
    **{
        f"make_cuda{what}": Row(f"make_{op}", ApiKind.FUNCTION, Fidelity.EXACT)
        for what, op in (("PitchedPtr", "pitched_ptr"), ("Extent", "extent"), ("Pos", "pos"))
    },
    **types("cudaMemcpyKind cudaMemoryType cudaPointerAttributes"),
    **types("cudaMemoryAdvise", Fidelity.DROPPED, "part of a hint"),
    **types(
        """
        cudaMemLocation cudaMemLocationType cudaPitchedPtr cudaExtent cudaPos cudaMemcpy3DParms
        cudaMemcpy3DPeerParms
        """
    ),
    **types(
        """
        cudaMemPool_t cudaMemPoolProps cudaMemPoolAttr cudaMemAccessDesc cudaMemAccessFlags
        cudaMemAllocationType cudaMemAllocationHandleType
        """
    ),
    **types("cudaMemPoolPtrExportData", Fidelity.MANUAL, _SHARED_POOLS),
    **types("cudaMemRangeAttribute", Fidelity.MANUAL, "where managed memory lies cannot be asked"),
    **types(
        "cudaIpcMemHandle_t cudaIpcMemHandle_st cudaIpcEventHandle_t cudaIpcEventHandle_st",
        Fidelity.MANUAL,
        _IPC,
    ),
    **constants(
        """
        cudaMemcpyHostToHost cudaMemcpyHostToDevice cudaMemcpyDeviceToHost
        cudaMemcpyDeviceToDevice cudaMemcpyDefault
        cudaMemoryTypeUnregistered cudaMemoryTypeHost cudaMemoryTypeDevice cudaMemoryTypeManaged
        cudaHostAllocDefault cudaHostAllocPortable cudaHostAllocMapped cudaHostAllocWriteCombined
        cudaHostRegisterDefault cudaHostRegisterPortable cudaHostRegisterMapped
        cudaHostRegisterIoMemory cudaHostRegisterReadOnly
        cudaMemAttachGlobal cudaMemAttachHost cudaMemAttachSingle
        """
    ),
    **constants(
        """
        cudaMemAdviseSetReadMostly cudaMemAdviseUnsetReadMostly
        cudaMemAdviseSetPreferredLocation cudaMemAdviseUnsetPreferredLocation
        cudaMemAdviseSetAccessedBy cudaMemAdviseUnsetAccessedBy cudaCpuDeviceId
        cudaInvalidDeviceId
        """,
        Fidelity.DROPPED,
        "part of a hint",
    ),
    **constants(
        """
        cudaMemLocationTypeInvalid cudaMemLocationTypeDevice cudaMemLocationTypeHost
        cudaMemLocationTypeHostNuma cudaMemLocationTypeHostNumaCurrent
        """
    ),
    **constants(
        """
        cudaMemPoolReuseFollowEventDependencies cudaMemPoolReuseAllowOpportunistic
        cudaMemPoolReuseAllowInternalDependencies cudaMemPoolAttrReleaseThreshold
        cudaMemPoolAttrReservedMemCurrent cudaMemPoolAttrReservedMemHigh
        cudaMemPoolAttrUsedMemCurrent cudaMemPoolAttrUsedMemHigh cudaMemAllocationTypeInvalid
        cudaMemAllocationTypePinned cudaMemAllocationTypeMax cudaMemHandleTypeNone
        cudaMemHandleTypePosixFileDescriptor cudaMemHandleTypeWin32 cudaMemHandleTypeWin32Kmt
        cudaMemAccessFlagsProtNone cudaMemAccessFlagsProtRead cudaMemAccessFlagsProtReadWrite
        """
    ),
    **constants(
        """
        cudaMemRangeAttributeReadMostly cudaMemRangeAttributePreferredLocation
        cudaMemRangeAttributeAccessedBy cudaMemRangeAttributeLastPrefetchLocation
        """,
        Fidelity.MANUAL,
        "where managed memory lies cannot be asked portably",
    ),
    **constants("cudaIpcMemLazyEnablePeerAccess", Fidelity.MANUAL, _IPC),
}
