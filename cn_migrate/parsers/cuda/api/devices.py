"""Devices: choice, properties, limits, versions, profiler."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types

_PROFILER = "profilers of other vendors need no call in the program"
_PEERS = "each device's memory is reached by copies"
_UNKNOWN = "there is nothing like it on other vendors' devices"

DEVICES: dict[str, Row] = {
    **functions(
        """
        cudaSetDevice cudaGetDevice cudaGetDeviceCount cudaGetDeviceProperties
        cudaDeviceGetAttribute cudaDeviceSynchronize cudaDeviceReset cudaDriverGetVersion
        cudaRuntimeGetVersion
        """
    ),
    **functions("cudaThreadExit", Fidelity.EXACT, "deprecated name of cudaDeviceReset"),
    **functions(
        "cudaDeviceGetStreamPriorityRange",
        Fidelity.WEAKENED,
        "all streams have the same priority",
    ),
    **functions(
        "cudaDeviceCanAccessPeer cudaDeviceEnablePeerAccess cudaDeviceDisablePeerAccess",
        Fidelity.WEAKENED,
        _PEERS,
    ),
    **functions(
        """
        cudaSetDeviceFlags cudaGetDeviceFlags cudaDeviceSetCacheConfig cudaDeviceGetCacheConfig
        cudaDeviceSetSharedMemConfig cudaDeviceGetSharedMemConfig cudaDeviceSetLimit
        cudaDeviceGetLimit
        """,
        Fidelity.DROPPED,
        "the target's driver chooses by itself; results do not depend on it",
    ),
    **functions("cudaProfilerStart cudaProfilerStop", Fidelity.DROPPED, _PROFILER),
    **functions(
        """
        cudaChooseDevice cudaSetValidDevices cudaInitDevice cudaDeviceGetByPCIBusId
        cudaDeviceGetPCIBusId cudaDeviceGetP2PAttribute cudaDeviceGetNvSciSyncAttributes
        cudaDeviceGetTexture1DLinearMaxWidth cudaDeviceFlushGPUDirectRDMAWrites
        cudaDeviceRegisterAsyncNotification cudaDeviceUnregisterAsyncNotification
        cudaGetDriverEntryPoint cudaGetDriverEntryPointByVersion cudaGetExportTable
        cudaProfilerInitialize cudaThreadGetLimit cudaThreadSetLimit cudaThreadGetCacheConfig
        cudaThreadSetCacheConfig
        """,
        Fidelity.MANUAL,
        _UNKNOWN,
    ),
    **types("cudaDeviceProp cudaDeviceAttr cudaLimit cudaComputeMode"),
    **types(
        "cudaDeviceP2PAttr cudaUUID_t cudaDriverEntryPointQueryResult cudaFlushGPUDirectRDMAWritesScope "
        "cudaFlushGPUDirectRDMAWritesTarget cudaOutputMode cudaOutputMode_t",
        Fidelity.MANUAL,
        _UNKNOWN,
    ),
    **constants(
        """
        cudaDeviceScheduleAuto cudaDeviceScheduleSpin cudaDeviceScheduleYield
        cudaDeviceScheduleBlockingSync cudaDeviceBlockingSync cudaDeviceScheduleMask
        cudaDeviceMapHost cudaDeviceLmemResizeToMax cudaDeviceMask
        cudaLimitStackSize cudaLimitPrintfFifoSize cudaLimitMallocHeapSize
        cudaLimitDevRuntimeSyncDepth cudaLimitDevRuntimePendingLaunchCount
        cudaLimitMaxL2FetchGranularity cudaLimitPersistingL2CacheSize
        cudaComputeModeDefault cudaComputeModeExclusive cudaComputeModeProhibited
        cudaComputeModeExclusiveProcess
        cudaDevAttrMaxThreadsPerBlock cudaDevAttrMaxBlockDimX cudaDevAttrMaxBlockDimY
        cudaDevAttrMaxBlockDimZ cudaDevAttrMaxGridDimX cudaDevAttrMaxGridDimY
        cudaDevAttrMaxGridDimZ cudaDevAttrMaxSharedMemoryPerBlock cudaDevAttrTotalConstantMemory
        cudaDevAttrWarpSize cudaDevAttrMaxPitch cudaDevAttrMaxRegistersPerBlock
        cudaDevAttrClockRate cudaDevAttrTextureAlignment cudaDevAttrGpuOverlap
        cudaDevAttrMultiProcessorCount cudaDevAttrKernelExecTimeout cudaDevAttrIntegrated
        cudaDevAttrCanMapHostMemory cudaDevAttrComputeMode cudaDevAttrConcurrentKernels
        cudaDevAttrEccEnabled cudaDevAttrPciBusId cudaDevAttrPciDeviceId cudaDevAttrPciDomainId
        cudaDevAttrTccDriver cudaDevAttrMemoryClockRate cudaDevAttrGlobalMemoryBusWidth
        cudaDevAttrL2CacheSize cudaDevAttrMaxThreadsPerMultiProcessor
        cudaDevAttrAsyncEngineCount cudaDevAttrUnifiedAddressing
        cudaDevAttrComputeCapabilityMajor cudaDevAttrComputeCapabilityMinor
        cudaDevAttrStreamPrioritiesSupported cudaDevAttrGlobalL1CacheSupported
        cudaDevAttrLocalL1CacheSupported cudaDevAttrMaxSharedMemoryPerMultiprocessor
        cudaDevAttrMaxRegistersPerMultiprocessor cudaDevAttrManagedMemory
        cudaDevAttrIsMultiGpuBoard cudaDevAttrMultiGpuBoardGroupID
        cudaDevAttrHostNativeAtomicSupported cudaDevAttrSingleToDoublePrecisionPerfRatio
        cudaDevAttrPageableMemoryAccess cudaDevAttrConcurrentManagedAccess
        cudaDevAttrComputePreemptionSupported cudaDevAttrCanUseHostPointerForRegisteredMem
        cudaDevAttrCooperativeLaunch cudaDevAttrMaxSharedMemoryPerBlockOptin
        cudaDevAttrHostRegisterSupported cudaDevAttrDirectManagedMemAccessFromHost
        cudaDevAttrMaxBlocksPerMultiprocessor cudaDevAttrReservedSharedMemoryPerBlock
        cudaDevAttrMemoryPoolsSupported cudaDevAttrSurfaceAlignment
        """
    ),
    **constants(
        """
        cudaDevP2PAttrPerformanceRank cudaDevP2PAttrAccessSupported
        cudaDevP2PAttrNativeAtomicSupported cudaDevP2PAttrCudaArrayAccessSupported
        cudaKeyValuePair cudaCSV cudaEnableDefault cudaEnableLegacyStream
        cudaEnablePerThreadDefaultStream cudaDriverEntryPointSuccess
        """,
        Fidelity.MANUAL,
        _UNKNOWN,
    ),
}
