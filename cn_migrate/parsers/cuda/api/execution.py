"""Launches, streams, events and what is known about kernels."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types

_COOPERATIVE = "a barrier over the whole grid has no portable form; split the kernel there"
_CLUSTER = "thread block clusters have no portable form"
_CAPTURE = "capturing a stream into a graph is not supported yet; issue the work directly"
_ATTRIBUTES = "stream and launch attributes have no portable form"

EXECUTION: dict[str, Row] = {
    **functions(
        """
        cudaStreamCreate cudaStreamCreateWithFlags cudaStreamDestroy cudaStreamSynchronize
        cudaStreamQuery cudaStreamWaitEvent cudaStreamAddCallback cudaLaunchHostFunc
        cudaStreamGetFlags
        cudaEventCreate cudaEventCreateWithFlags cudaEventDestroy cudaEventRecord
        cudaEventRecordWithFlags cudaEventSynchronize cudaEventQuery cudaEventElapsedTime
        cudaLaunchKernel cudaFuncGetAttributes
        cudaOccupancyMaxActiveBlocksPerMultiprocessor cudaOccupancyMaxPotentialBlockSize
        """
    ),
    **functions(
        "cudaStreamCreateWithPriority cudaStreamGetPriority",
        Fidelity.WEAKENED,
        "all streams have the same priority",
    ),
    **functions(
        "cudaFuncSetAttribute cudaFuncSetCacheConfig cudaFuncSetSharedMemConfig",
        Fidelity.DROPPED,
        "the target's driver chooses by itself how on-chip memory is divided",
    ),
    **functions(
        "cudaThreadSynchronize", Fidelity.EXACT, "deprecated name of cudaDeviceSynchronize"
    ),
    **functions(
        """
        cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags
        cudaOccupancyMaxPotentialBlockSizeWithFlags cudaOccupancyMaxPotentialBlockSizeVariableSMem
        cudaOccupancyMaxPotentialBlockSizeVariableSMemWithFlags
        cudaOccupancyAvailableDynamicSMemPerBlock
        """,
        Fidelity.MANUAL,
        "use cudaOccupancyMaxPotentialBlockSize or cudaOccupancyMaxActiveBlocksPerMultiprocessor",
    ),
    **functions(
        "cudaLaunchCooperativeKernel cudaLaunchCooperativeKernelMultiDevice",
        Fidelity.MANUAL,
        _COOPERATIVE,
    ),
    **functions(
        "cudaLaunchKernelExC cudaLaunchKernelEx cudaOccupancyMaxPotentialClusterSize "
        "cudaOccupancyMaxActiveClusters",
        Fidelity.MANUAL,
        _CLUSTER,
    ),
    **functions(
        """
        cudaStreamBeginCapture cudaStreamBeginCaptureToGraph cudaStreamEndCapture
        cudaStreamIsCapturing cudaStreamGetCaptureInfo cudaStreamUpdateCaptureDependencies
        cudaThreadExchangeStreamCaptureMode
        """,
        Fidelity.MANUAL,
        _CAPTURE,
    ),
    **functions(
        "cudaStreamSetAttribute cudaStreamGetAttribute cudaStreamCopyAttributes cudaStreamGetId "
        "cudaCtxResetPersistingL2Cache cudaStreamGetDevice",
        Fidelity.MANUAL,
        _ATTRIBUTES,
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
        "cudaGetFuncBySymbol cudaGetKernel cudaFuncGetName cudaFuncGetParamInfo",
        Fidelity.MANUAL,
        "handles of kernels have no portable form",
    ),
    **types(
        "cudaStream_t cudaEvent_t cudaStreamCallback_t cudaHostFn_t cudaFuncAttributes "
        "cudaFuncAttribute cudaFuncCache cudaSharedMemConfig"
    ),
    **types("cudaStreamCaptureMode cudaStreamCaptureStatus", Fidelity.MANUAL, _CAPTURE),
    **types(
        """
        cudaLaunchConfig_t cudaLaunchConfig_st cudaLaunchAttribute cudaLaunchAttribute_st
        cudaLaunchAttributeID cudaLaunchAttributeValue cudaStreamAttrID cudaStreamAttrValue
        cudaKernelNodeAttrID cudaKernelNodeAttrValue cudaAccessPolicyWindow cudaAccessProperty
        cudaSynchronizationPolicy cudaClusterSchedulingPolicy
        """,
        Fidelity.MANUAL,
        _ATTRIBUTES,
    ),
    **types("cudaLaunchParams", Fidelity.MANUAL, _COOPERATIVE),
    **types(
        "cudaFunction_t cudaKernel_t", Fidelity.MANUAL, "handles of kernels have no portable form"
    ),
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
        cudaOccupancyDefault
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
    **constants(
        """
        cudaEventRecordExternal cudaEventWaitExternal cudaStreamCaptureModeGlobal
        cudaStreamCaptureModeThreadLocal cudaStreamCaptureModeRelaxed
        cudaStreamCaptureStatusNone cudaStreamCaptureStatusActive
        cudaStreamCaptureStatusInvalidated
        """,
        Fidelity.MANUAL,
        _CAPTURE,
    ),
    **constants(
        """
        cudaLaunchAttributeIgnore cudaLaunchAttributeAccessPolicyWindow
        cudaLaunchAttributeCooperative cudaLaunchAttributeSynchronizationPolicy
        cudaLaunchAttributeClusterDimension
        cudaLaunchAttributeClusterSchedulingPolicyPreference
        cudaLaunchAttributeProgrammaticStreamSerialization
        cudaLaunchAttributeProgrammaticEvent cudaLaunchAttributePriority
        cudaStreamAttributeAccessPolicyWindow cudaStreamAttributeSynchronizationPolicy
        cudaKernelNodeAttributeAccessPolicyWindow cudaAccessPropertyNormal
        cudaAccessPropertyStreaming cudaAccessPropertyPersisting cudaSyncPolicyAuto
        cudaSyncPolicySpin cudaSyncPolicyYield cudaSyncPolicyBlockingSync
        cudaFuncAttributeNonPortableClusterSizeAllowed cudaOccupancyDisableCachingOverride
        cudaCooperativeLaunchMultiDeviceNoPreSync cudaCooperativeLaunchMultiDeviceNoPostSync
        """,
        Fidelity.MANUAL,
        _ATTRIBUTES,
    ),
}
