"""Devices: choice, properties, limits, versions, profiler."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types

_PROPERTIES = (
    "what OpenCL does not tell is as on a device of compute capability 8.0 where programs size their work by it, "
    "else 0"
)
_BUS = "OpenCL does not tell the place on the bus; the device's ordinal stands for it"
_HINTS = "the target's driver chooses by itself; results do not depend on it"
LIMITS = "the size of the heap of malloc in device code is followed; the driver chooses the other limits by itself"
_PEERS = "answers no: each device's memory is reached by copies"
_PRIORITY = "all streams have the same priority"
_RDMA = "other devices on the bus do not write to the device's memory"
_UNKNOWN = "there is nothing like it on other vendors' devices"
_ENTRY = "addresses of the driver's functions have no portable form; call the function by its name"

DEVICES: dict[str, Row] = {
    **functions(
        """
        cudaSetDevice cudaGetDevice cudaGetDeviceCount cudaDeviceSynchronize cudaDeviceReset
        cudaChooseDevice cudaInitDevice
        """
    ),
    **functions("cudaGetDeviceProperties cudaDeviceGetAttribute", Fidelity.EMULATED, _PROPERTIES),
    **functions(
        "cudaDriverGetVersion cudaRuntimeGetVersion",
        Fidelity.EMULATED,
        "the answer is 12.0, the version whose meaning the port has",
    ),
    **functions("cudaDeviceGetPCIBusId cudaDeviceGetByPCIBusId", Fidelity.EMULATED, _BUS),
    **functions(
        "cudaSetValidDevices",
        Fidelity.WEAKENED,
        "the first device of the list is taken; there is no other try when it fails",
    ),
    **functions("cudaThreadExit", Fidelity.EXACT, "deprecated name of cudaDeviceReset"),
    **functions("cudaDeviceGetStreamPriorityRange", Fidelity.WEAKENED, _PRIORITY),
    **functions(
        "cudaDeviceCanAccessPeer cudaDeviceEnablePeerAccess cudaDeviceDisablePeerAccess "
        "cudaDeviceGetP2PAttribute",
        Fidelity.WEAKENED,
        _PEERS,
    ),
    **functions(
        """
        cudaSetDeviceFlags cudaGetDeviceFlags cudaDeviceSetCacheConfig cudaDeviceGetCacheConfig
        cudaDeviceSetSharedMemConfig cudaDeviceGetSharedMemConfig cudaDeviceGetLimit
        cudaThreadGetLimit cudaThreadGetCacheConfig cudaThreadSetCacheConfig
        """,
        Fidelity.DROPPED,
        _HINTS,
    ),
    **functions("cudaDeviceSetLimit cudaThreadSetLimit", Fidelity.WEAKENED, LIMITS),
    **functions(
        "cudaProfilerStart cudaProfilerStop",
        Fidelity.DROPPED,
        "profilers of other vendors need no call in the program",
    ),
    **functions(
        "cudaProfilerInitialize", Fidelity.MANUAL, "removed from CUDA itself; leave the call out"
    ),
    **functions("cudaDeviceFlushGPUDirectRDMAWrites", Fidelity.MANUAL, _RDMA),
    **functions(
        "cudaGetDriverEntryPoint cudaGetDriverEntryPointByVersion cudaGetExportTable",
        Fidelity.MANUAL,
        _ENTRY,
    ),
    **functions(
        "cudaDeviceGetTexture1DLinearMaxWidth",
        Fidelity.MANUAL,
        "OpenCL does not tell it; use the property maxTexture1DLinear",
    ),
    **functions(
        """
        cudaDeviceGetNvSciSyncAttributes cudaDeviceRegisterAsyncNotification
        cudaDeviceUnregisterAsyncNotification
        """,
        Fidelity.MANUAL,
        _UNKNOWN,
    ),
    **types("cudaDeviceProp cudaDeviceAttr cudaLimit cudaComputeMode cudaDeviceP2PAttr"),
    **types("cudaUUID_t", Fidelity.EMULATED, "OpenCL tells no identity; all bytes are 0"),
    **types(
        "cudaFlushGPUDirectRDMAWritesScope cudaFlushGPUDirectRDMAWritesTarget "
        "cudaFlushGPUDirectRDMAWritesOptions cudaGPUDirectRDMAWritesOrdering",
        Fidelity.MANUAL,
        _RDMA,
    ),
    **types(
        "cudaDriverEntryPointQueryResult cudaGetDriverEntryPointFlags", Fidelity.MANUAL, _ENTRY
    ),
    **types(
        "cudaOutputMode cudaOutputMode_t",
        Fidelity.MANUAL,
        "removed from CUDA itself; leave the call out",
    ),
    **constants(
        """
        cudaDeviceScheduleAuto cudaDeviceScheduleSpin cudaDeviceScheduleYield
        cudaDeviceScheduleBlockingSync cudaDeviceBlockingSync cudaDeviceScheduleMask
        cudaDeviceMapHost cudaDeviceLmemResizeToMax cudaDeviceSyncMemops cudaDeviceMask
        cudaInitDeviceFlagsAreValid cudaPeerAccessDefault
        cudaLimitStackSize cudaLimitPrintfFifoSize cudaLimitMallocHeapSize
        cudaLimitDevRuntimeSyncDepth cudaLimitDevRuntimePendingLaunchCount
        cudaLimitMaxL2FetchGranularity cudaLimitPersistingL2CacheSize
        cudaComputeModeDefault cudaComputeModeExclusive cudaComputeModeProhibited
        cudaComputeModeExclusiveProcess
        cudaDevP2PAttrPerformanceRank cudaDevP2PAttrAccessSupported
        cudaDevP2PAttrNativeAtomicSupported cudaDevP2PAttrCudaArrayAccessSupported
        """
    ),
    **constants(
        "cudaLimitPerBlockMemorySize cudaDevP2PAttrOnlyPartialNativeAtomicSupported",
        Fidelity.MANUAL,
        _UNKNOWN,
    ),
    **constants(
        "cudaKeyValuePair cudaCSV",
        Fidelity.MANUAL,
        "removed from CUDA itself; leave the call out",
    ),
    **constants(
        """
        cudaEnableDefault cudaEnableLegacyStream cudaEnablePerThreadDefaultStream
        cudaDriverEntryPointSuccess cudaDriverEntryPointSymbolNotFound
        cudaDriverEntryPointVersionNotSufficent
        """,
        Fidelity.MANUAL,
        _ENTRY,
    ),
    **constants(
        """
        cudaFlushGPUDirectRDMAWritesOptionHost cudaFlushGPUDirectRDMAWritesOptionMemOps
        cudaFlushGPUDirectRDMAWritesTargetCurrentDevice cudaFlushGPUDirectRDMAWritesToAllDevices
        cudaFlushGPUDirectRDMAWritesToOwner cudaGPUDirectRDMAWritesOrderingAllDevices
        cudaGPUDirectRDMAWritesOrderingNone cudaGPUDirectRDMAWritesOrderingOwner
        """,
        Fidelity.MANUAL,
        _RDMA,
    ),
}
