"""Errors: the functions, and every documented error code."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions
from cn_migrate.source.host_plan import ApiKind

ERRORS: dict[str, Row] = {
    **functions("cudaGetLastError cudaPeekAtLastError cudaGetErrorString cudaGetErrorName"),
    "cudaError_t": Row("error_t", ApiKind.TYPE, Fidelity.EXACT),
    "cudaError": Row("error_t", ApiKind.TYPE, Fidelity.EXACT),
    **constants(
        """
        cudaSuccess cudaErrorInvalidValue cudaErrorMemoryAllocation cudaErrorInitializationError
        cudaErrorCudartUnloading cudaErrorProfilerDisabled cudaErrorProfilerNotInitialized
        cudaErrorProfilerAlreadyStarted cudaErrorProfilerAlreadyStopped
        cudaErrorInvalidConfiguration cudaErrorVersionTranslation cudaErrorInvalidPitchValue
        cudaErrorInvalidSymbol cudaErrorInvalidHostPointer cudaErrorInvalidDevicePointer
        cudaErrorInvalidTexture cudaErrorInvalidTextureBinding cudaErrorInvalidChannelDescriptor
        cudaErrorInvalidMemcpyDirection cudaErrorAddressOfConstant cudaErrorTextureFetchFailed
        cudaErrorTextureNotBound cudaErrorSynchronizationError cudaErrorInvalidFilterSetting
        cudaErrorInvalidNormSetting cudaErrorMixedDeviceExecution cudaErrorNotYetImplemented
        cudaErrorMemoryValueTooLarge cudaErrorStubLibrary cudaErrorInsufficientDriver
        cudaErrorCallRequiresNewerDriver cudaErrorInvalidSurface cudaErrorDuplicateVariableName
        cudaErrorDuplicateTextureName cudaErrorDuplicateSurfaceName cudaErrorDevicesUnavailable
        cudaErrorIncompatibleDriverContext cudaErrorMissingConfiguration
        cudaErrorPriorLaunchFailure cudaErrorLaunchMaxDepthExceeded cudaErrorLaunchFileScopedTex
        cudaErrorLaunchFileScopedSurf cudaErrorSyncDepthExceeded
        cudaErrorLaunchPendingCountExceeded cudaErrorInvalidDeviceFunction cudaErrorNoDevice
        cudaErrorInvalidDevice cudaErrorDeviceNotLicensed cudaErrorSoftwareValidityNotEstablished
        cudaErrorStartupFailure cudaErrorInvalidKernelImage cudaErrorDeviceUninitialized
        cudaErrorMapBufferObjectFailed cudaErrorUnmapBufferObjectFailed cudaErrorArrayIsMapped
        cudaErrorAlreadyMapped cudaErrorNoKernelImageForDevice cudaErrorAlreadyAcquired
        cudaErrorNotMapped cudaErrorNotMappedAsArray cudaErrorNotMappedAsPointer
        cudaErrorECCUncorrectable cudaErrorUnsupportedLimit cudaErrorDeviceAlreadyInUse
        cudaErrorPeerAccessUnsupported cudaErrorInvalidPtx cudaErrorInvalidGraphicsContext
        cudaErrorNvlinkUncorrectable cudaErrorJitCompilerNotFound cudaErrorUnsupportedPtxVersion
        cudaErrorJitCompilationDisabled cudaErrorUnsupportedExecAffinity
        cudaErrorUnsupportedDevSideSync cudaErrorContained cudaErrorInsufficientLoaderVersion
        cudaErrorInvalidSource cudaErrorFileNotFound cudaErrorSharedObjectSymbolNotFound
        cudaErrorSharedObjectInitFailed cudaErrorOperatingSystem cudaErrorInvalidResourceHandle
        cudaErrorIllegalState cudaErrorLossyQuery cudaErrorSymbolNotFound cudaErrorNotReady
        cudaErrorIllegalAddress cudaErrorLaunchOutOfResources cudaErrorLaunchTimeout
        cudaErrorLaunchIncompatibleTexturing cudaErrorPeerAccessAlreadyEnabled
        cudaErrorPeerAccessNotEnabled cudaErrorSetOnActiveProcess cudaErrorContextIsDestroyed
        cudaErrorAssert cudaErrorTooManyPeers cudaErrorHostMemoryAlreadyRegistered
        cudaErrorHostMemoryNotRegistered cudaErrorHardwareStackError cudaErrorIllegalInstruction
        cudaErrorMisalignedAddress cudaErrorInvalidAddressSpace cudaErrorInvalidPc
        cudaErrorLaunchFailure cudaErrorCooperativeLaunchTooLarge cudaErrorTensorMemoryLeak
        cudaErrorNotPermitted cudaErrorNotSupported cudaErrorSystemNotReady
        cudaErrorSystemDriverMismatch cudaErrorCompatNotSupportedOnDevice
        cudaErrorMpsConnectionFailed cudaErrorMpsRpcFailure cudaErrorMpsServerNotReady
        cudaErrorMpsMaxClientsReached cudaErrorMpsMaxConnectionsReached
        cudaErrorMpsClientTerminated cudaErrorCdpNotSupported cudaErrorCdpVersionMismatch
        cudaErrorStreamCaptureUnsupported cudaErrorStreamCaptureInvalidated
        cudaErrorStreamCaptureMerge cudaErrorStreamCaptureUnmatched cudaErrorStreamCaptureUnjoined
        cudaErrorStreamCaptureIsolation cudaErrorStreamCaptureImplicit cudaErrorCapturedEvent
        cudaErrorStreamCaptureWrongThread cudaErrorTimeout cudaErrorGraphExecUpdateFailure
        cudaErrorExternalDevice cudaErrorInvalidClusterSize cudaErrorFunctionNotLoaded
        cudaErrorInvalidResourceType cudaErrorInvalidResourceConfiguration cudaErrorUnknown cudaErrorApiFailureBase
        """
    ),
}
