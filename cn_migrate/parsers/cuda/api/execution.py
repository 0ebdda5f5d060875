"""Launches, streams, events and what is known about kernels."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types
from cn_migrate.source.host_plan import ApiKind

_OCCUPANCY = "counted for a device of compute capability 8.0, with the shared memory and block sizes of this one"
_FUNCTION = "registers and versions are those of a device of compute capability 8.0"
_PRIORITY = "all streams have the same priority"
_LAUNCH = (
    "clusters fail with cudaErrorNotSupported when they are reached; "
    "the other attributes are hints without effect"
)
_HINT = "a hint to the driver, without influence on results"
_COOPERATIVE = (
    "a grid with a barrier may have as many blocks as the device has compute units, as occupancy tells; "
    "larger ones fail with cudaErrorCooperativeLaunchTooLarge"
)
_DEVICES = "a barrier over several devices has no portable form; split the kernel there"
_CLUSTER = "thread block clusters have no portable form"
_ATTRIBUTES = "stream and launch attributes have no portable form"


def _renamed(kind: ApiKind, names: dict[str, str]) -> dict[str, Row]:
    """Rows of names that CUDA has for what has another name too."""
    return {name: Row(op, kind, Fidelity.EXACT) for name, op in names.items()}


EXECUTION: dict[str, Row] = {
    **functions(
        """
        cudaStreamCreate cudaStreamCreateWithFlags cudaStreamDestroy cudaStreamSynchronize
        cudaStreamQuery cudaStreamWaitEvent cudaStreamAddCallback cudaLaunchHostFunc
        cudaStreamGetFlags cudaStreamGetId cudaStreamGetDevice cudaStreamCopyAttributes
        cudaEventCreate cudaEventCreateWithFlags cudaEventDestroy cudaEventRecord
        cudaEventRecordWithFlags cudaEventSynchronize cudaEventQuery cudaEventElapsedTime
        cudaLaunchKernel cudaGetFuncBySymbol
        """
    ),
    **functions(
        "cudaFuncSetAttribute",
        Fidelity.EXACT,
        "limits of dynamic shared memory count; preferences for on-chip memory are hints without effect",
    ),
    **functions("cudaFuncGetAttributes", Fidelity.EMULATED, _FUNCTION),
    **functions(
        "cudaFuncGetName",
        Fidelity.WEAKENED,
        "the name in the ported device code, not a mangled one",
    ),
    **functions(
        """
        cudaOccupancyMaxActiveBlocksPerMultiprocessor cudaOccupancyMaxPotentialBlockSize
        cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags
        cudaOccupancyMaxPotentialBlockSizeWithFlags cudaOccupancyMaxPotentialBlockSizeVariableSMem
        cudaOccupancyMaxPotentialBlockSizeVariableSMemWithFlags
        cudaOccupancyAvailableDynamicSMemPerBlock
        """,
        Fidelity.EMULATED,
        _OCCUPANCY,
    ),
    **functions("cudaLaunchKernelExC cudaLaunchKernelEx", Fidelity.WEAKENED, _LAUNCH),
    **functions(
        "cudaStreamSetAttribute cudaStreamGetAttribute cudaCtxResetPersistingL2Cache",
        Fidelity.DROPPED,
        _HINT,
    ),
    **functions(
        "cudaStreamCreateWithPriority cudaStreamGetPriority",
        Fidelity.WEAKENED,
        _PRIORITY,
    ),
    **functions(
        "cudaFuncSetCacheConfig cudaFuncSetSharedMemConfig",
        Fidelity.DROPPED,
        "the target's driver chooses by itself how on-chip memory is divided",
    ),
    **functions(
        "cudaThreadSynchronize", Fidelity.EXACT, "deprecated name of cudaDeviceSynchronize"
    ),
    **functions("cudaLaunchCooperativeKernel", Fidelity.EMULATED, _COOPERATIVE),
    **functions("cudaLaunchCooperativeKernelMultiDevice", Fidelity.MANUAL, _DEVICES),
    **functions(
        "cudaOccupancyMaxPotentialClusterSize cudaOccupancyMaxActiveClusters",
        Fidelity.MANUAL,
        _CLUSTER,
    ),
    **functions(
        """
        cudaLaunchDevice cudaLaunchDeviceV2 cudaGetParameterBuffer cudaGetParameterBufferV2
        cudaGetCurrentGraphExec cudaGridDependencySynchronize
        cudaTriggerProgrammaticLaunchCompletion
        """,
        Fidelity.MANUAL,
        "launches from device code have no portable form",
    ),
    **functions(
        "cudaConfigureCall cudaSetupArgument cudaLaunch cudaSetDoubleForDevice "
        "cudaSetDoubleForHost",
        Fidelity.MANUAL,
        "removed from CUDA itself; launch with <<<>>>",
    ),
    **functions(
        "cudaGetKernel cudaFuncGetParamInfo",
        Fidelity.MANUAL,
        "handles of kernels have no portable form",
    ),
    **types(
        "cudaStream_t cudaEvent_t cudaStreamCallback_t cudaHostFn_t cudaFuncAttributes "
        "cudaFuncAttribute cudaFuncCache cudaSharedMemConfig"
    ),
    **types(
        """
        cudaLaunchConfig_t cudaLaunchAttribute cudaLaunchAttributeID cudaLaunchAttributeValue
        cudaAccessPolicyWindow cudaAccessProperty cudaSynchronizationPolicy
        cudaClusterSchedulingPolicy cudaSharedCarveout
        """
    ),
    **_renamed(
        ApiKind.TYPE,
        {
            # What streams and events point to: std::unique_ptr<CUstream_st, ...> names it.
            "CUstream_st": "stream",
            "CUevent_st": "event",
            "cudaLaunchConfig_st": "launch_config_t",
            "cudaLaunchAttribute_st": "launch_attribute",
            "cudaStreamAttrID": "launch_attribute_id",
            "cudaStreamAttrValue": "launch_attribute_value",
        },
    ),
    **_renamed(
        ApiKind.CONSTANT,
        {
            "cudaStreamAttributeAccessPolicyWindow": "launch_attribute_access_policy_window",
            "cudaStreamAttributeSynchronizationPolicy": "launch_attribute_synchronization_policy",
            "cudaStreamAttributePriority": "launch_attribute_priority",
        },
    ),
    **types(
        "cudaLaunchMemSyncDomain cudaLaunchMemSyncDomainMap cudaLaunchMemSyncDomainMap_st "
        "cudaSharedMemoryMode",
        Fidelity.MANUAL,
        _ATTRIBUTES,
    ),
    **types("cudaLaunchParams", Fidelity.MANUAL, _DEVICES),
    "cudaFunction_t": Row("driver_function", ApiKind.TYPE, Fidelity.EXACT),
    **types("cudaKernel_t", Fidelity.MANUAL, "handles of kernels have no portable form"),
    **constants(
        """
        cudaStreamDefault cudaStreamNonBlocking cudaStreamLegacy cudaStreamPerThread
        cudaEventDefault cudaEventBlockingSync cudaEventDisableTiming cudaEventInterprocess
        cudaEventRecordDefault cudaEventWaitDefault
        cudaFuncCachePreferNone cudaFuncCachePreferShared cudaFuncCachePreferL1
        cudaFuncCachePreferEqual
        cudaFuncAttributeMaxDynamicSharedMemorySize
        cudaFuncAttributePreferredSharedMemoryCarveout
        cudaSharedmemCarveoutDefault cudaSharedmemCarveoutMaxShared cudaSharedmemCarveoutMaxL1
        cudaSharedMemBankSizeDefault cudaSharedMemBankSizeFourByte cudaSharedMemBankSizeEightByte
        cudaOccupancyDefault cudaOccupancyDisableCachingOverride
        cudaLaunchAttributeIgnore cudaLaunchAttributeAccessPolicyWindow
        cudaLaunchAttributeCooperative cudaLaunchAttributeSynchronizationPolicy
        cudaLaunchAttributeClusterDimension
        cudaLaunchAttributeClusterSchedulingPolicyPreference
        cudaLaunchAttributeProgrammaticStreamSerialization
        cudaLaunchAttributeProgrammaticEvent cudaLaunchAttributePriority
        cudaClusterSchedulingPolicyDefault cudaClusterSchedulingPolicySpread
        cudaClusterSchedulingPolicyLoadBalancing
        cudaAccessPropertyNormal cudaAccessPropertyStreaming cudaAccessPropertyPersisting
        cudaSyncPolicyAuto cudaSyncPolicySpin cudaSyncPolicyYield cudaSyncPolicyBlockingSync
        """
    ),
    **constants(
        """
        cudaStreamTailLaunch cudaStreamFireAndForget cudaStreamGraphTailLaunch
        cudaStreamGraphFireAndForget cudaStreamGraphFireAndForgetAsSibling
        """,
        Fidelity.MANUAL,
        "launches from device code have no portable form",
    ),
    **constants("cudaEventRecordExternal cudaEventWaitExternal"),
    **constants(
        """
        cudaFuncAttributeClusterDimMustBeSet cudaFuncAttributeRequiredClusterWidth
        cudaFuncAttributeRequiredClusterHeight cudaFuncAttributeRequiredClusterDepth
        cudaFuncAttributeNonPortableClusterSizeAllowed
        cudaFuncAttributeClusterSchedulingPolicyPreference
        """,
        Fidelity.MANUAL,
        _CLUSTER,
    ),
    **constants("cudaFuncAttributeMax", Fidelity.MANUAL, "the number of attributes differs"),
    **constants(
        """
        cudaCooperativeLaunchMultiDeviceNoPreSync cudaCooperativeLaunchMultiDeviceNoPostSync
        """,
        Fidelity.MANUAL,
        _DEVICES,
    ),
}
