"""Memory of the device and of the host: allocation, copies, filling, symbols."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types

_POOLS = "stream-ordered memory pools are not supported yet; allocate with cudaMalloc"
_ARRAYS = "arrays in texture layout are not supported yet"
_IPC = "memory shared between processes has no portable form"

MEMORY: dict[str, Row] = {
    **functions(
        """
        cudaMalloc cudaFree cudaMallocHost cudaHostAlloc cudaFreeHost cudaMallocPitch
        cudaHostGetDevicePointer cudaHostGetFlags
        cudaMemcpy cudaMemcpyAsync cudaMemcpyPeer cudaMemcpyPeerAsync cudaMemcpy2D cudaMemcpy2DAsync
        cudaMemset cudaMemsetAsync cudaMemset2D cudaMemset2DAsync
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
    **functions(
        "cudaMemAdvise_v2 cudaMemPrefetchAsync_v2",
        Fidelity.MANUAL,
        "name the device by its number, as cudaMemAdvise of CUDA 12 takes it",
    ),
    **functions(
        "cudaMalloc3D cudaMemcpy3D cudaMemcpy3DAsync cudaMemcpy3DPeer cudaMemcpy3DPeerAsync "
        "cudaMemset3D cudaMemset3DAsync make_cudaPitchedPtr make_cudaExtent make_cudaPos",
        Fidelity.MANUAL,
        "three-dimensional copies are not supported yet; copy slice by slice with cudaMemcpy2D",
    ),
    **functions(
        """
        cudaMallocArray cudaMalloc3DArray cudaFreeArray cudaMallocMipmappedArray
        cudaFreeMipmappedArray cudaGetMipmappedArrayLevel cudaArrayGetInfo cudaArrayGetPlane
        cudaMemcpyToArray cudaMemcpyFromArray cudaMemcpyArrayToArray cudaMemcpy2DToArray
        cudaMemcpy2DFromArray cudaMemcpy2DArrayToArray cudaMemcpyToArrayAsync
        cudaMemcpyFromArrayAsync cudaMemcpy2DToArrayAsync cudaMemcpy2DFromArrayAsync
        cudaArrayGetMemoryRequirements cudaArrayGetSparseProperties
        cudaMipmappedArrayGetMemoryRequirements cudaMipmappedArrayGetSparseProperties
        """,
        Fidelity.MANUAL,
        _ARRAYS,
    ),
    **functions(
        """
        cudaDeviceGetDefaultMemPool cudaDeviceGetMemPool cudaDeviceSetMemPool cudaMemPoolCreate
        cudaMemPoolDestroy cudaMemPoolSetAttribute cudaMemPoolGetAttribute cudaMemPoolSetAccess
        cudaMemPoolGetAccess cudaMemPoolTrimTo cudaMemPoolExportToShareableHandle
        cudaMemPoolImportFromShareableHandle cudaMemPoolExportPointer cudaMemPoolImportPointer
        cudaMallocFromPoolAsync cudaDeviceGetGraphMemAttribute cudaDeviceSetGraphMemAttribute
        cudaDeviceGraphMemTrim
        """,
        Fidelity.MANUAL,
        _POOLS,
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
    **types("cudaMemcpyKind cudaMemoryType cudaPointerAttributes"),
    **types("cudaMemoryAdvise", Fidelity.DROPPED, "part of a hint"),
    **types(
        "cudaMemLocation cudaMemLocationType",
        Fidelity.MANUAL,
        "name the device by its number, as cudaMemAdvise of CUDA 12 takes it",
    ),
    **types(
        "cudaPitchedPtr cudaExtent cudaPos cudaMemcpy3DParms cudaMemcpy3DPeerParms",
        Fidelity.MANUAL,
        "three-dimensional copies are not supported yet",
    ),
    **types(
        """
        cudaArray cudaArray_t cudaArray_const_t cudaMipmappedArray cudaMipmappedArray_t
        cudaMipmappedArray_const_t cudaArraySparseProperties cudaArrayMemoryRequirements
        """,
        Fidelity.MANUAL,
        _ARRAYS,
    ),
    **types(
        """
        cudaMemPool_t cudaMemPoolProps cudaMemPoolAttr cudaMemAccessDesc cudaMemAccessFlags
        cudaMemAllocationType cudaMemAllocationHandleType cudaMemPoolPtrExportData
        """,
        Fidelity.MANUAL,
        _POOLS,
    ),
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
        """,
        Fidelity.MANUAL,
        "name the device by its number, as cudaMemAdvise of CUDA 12 takes it",
    ),
    **constants(
        """
        cudaArrayDefault cudaArrayLayered cudaArraySurfaceLoadStore cudaArrayCubemap
        cudaArrayTextureGather cudaArrayColorAttachment cudaArraySparse cudaArrayDeferredMapping
        """,
        Fidelity.MANUAL,
        _ARRAYS,
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
        """,
        Fidelity.MANUAL,
        _POOLS,
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
