"""What programs ask a device for, one attribute at a time."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants

DEVICE_ATTRIBUTES: dict[str, Row] = {
    **constants(
        """
        cudaDevAttrMaxThreadsPerBlock cudaDevAttrMaxBlockDimX cudaDevAttrMaxBlockDimY
        cudaDevAttrMaxBlockDimZ cudaDevAttrMaxGridDimX cudaDevAttrMaxGridDimY cudaDevAttrMaxGridDimZ
        cudaDevAttrMaxSharedMemoryPerBlock cudaDevAttrTotalConstantMemory cudaDevAttrWarpSize
        cudaDevAttrMaxPitch cudaDevAttrMaxRegistersPerBlock cudaDevAttrClockRate
        cudaDevAttrTextureAlignment cudaDevAttrGpuOverlap cudaDevAttrMultiProcessorCount
        cudaDevAttrKernelExecTimeout cudaDevAttrIntegrated cudaDevAttrCanMapHostMemory
        cudaDevAttrComputeMode cudaDevAttrMaxTexture1DWidth cudaDevAttrMaxTexture2DWidth
        cudaDevAttrMaxTexture2DHeight cudaDevAttrMaxTexture3DWidth cudaDevAttrMaxTexture3DHeight
        cudaDevAttrMaxTexture3DDepth cudaDevAttrMaxTexture2DLayeredWidth
        cudaDevAttrMaxTexture2DLayeredHeight cudaDevAttrMaxTexture2DLayeredLayers
        cudaDevAttrSurfaceAlignment cudaDevAttrConcurrentKernels cudaDevAttrEccEnabled
        cudaDevAttrPciBusId cudaDevAttrPciDeviceId cudaDevAttrTccDriver cudaDevAttrMemoryClockRate
        cudaDevAttrGlobalMemoryBusWidth cudaDevAttrL2CacheSize
        cudaDevAttrMaxThreadsPerMultiProcessor cudaDevAttrAsyncEngineCount
        cudaDevAttrUnifiedAddressing cudaDevAttrMaxTexture1DLayeredWidth
        cudaDevAttrMaxTexture1DLayeredLayers cudaDevAttrMaxTexture2DGatherWidth
        cudaDevAttrMaxTexture2DGatherHeight cudaDevAttrMaxTexture3DWidthAlt
        cudaDevAttrMaxTexture3DHeightAlt cudaDevAttrMaxTexture3DDepthAlt cudaDevAttrPciDomainId
        cudaDevAttrTexturePitchAlignment cudaDevAttrMaxTextureCubemapWidth
        cudaDevAttrMaxTextureCubemapLayeredWidth cudaDevAttrMaxTextureCubemapLayeredLayers
        cudaDevAttrMaxSurface1DWidth cudaDevAttrMaxSurface2DWidth cudaDevAttrMaxSurface2DHeight
        cudaDevAttrMaxSurface3DWidth cudaDevAttrMaxSurface3DHeight cudaDevAttrMaxSurface3DDepth
        cudaDevAttrMaxSurface1DLayeredWidth cudaDevAttrMaxSurface1DLayeredLayers
        cudaDevAttrMaxSurface2DLayeredWidth cudaDevAttrMaxSurface2DLayeredHeight
        cudaDevAttrMaxSurface2DLayeredLayers cudaDevAttrMaxSurfaceCubemapWidth
        cudaDevAttrMaxSurfaceCubemapLayeredWidth cudaDevAttrMaxSurfaceCubemapLayeredLayers
        cudaDevAttrMaxTexture1DLinearWidth cudaDevAttrMaxTexture2DLinearWidth
        cudaDevAttrMaxTexture2DLinearHeight cudaDevAttrMaxTexture2DLinearPitch
        cudaDevAttrMaxTexture2DMipmappedWidth cudaDevAttrMaxTexture2DMipmappedHeight
        cudaDevAttrComputeCapabilityMajor cudaDevAttrComputeCapabilityMinor
        cudaDevAttrMaxTexture1DMipmappedWidth cudaDevAttrStreamPrioritiesSupported
        cudaDevAttrGlobalL1CacheSupported cudaDevAttrLocalL1CacheSupported
        cudaDevAttrMaxSharedMemoryPerMultiprocessor cudaDevAttrMaxRegistersPerMultiprocessor
        cudaDevAttrManagedMemory cudaDevAttrIsMultiGpuBoard cudaDevAttrMultiGpuBoardGroupID
        cudaDevAttrHostNativeAtomicSupported cudaDevAttrSingleToDoublePrecisionPerfRatio
        cudaDevAttrPageableMemoryAccess cudaDevAttrConcurrentManagedAccess
        cudaDevAttrComputePreemptionSupported cudaDevAttrCanUseHostPointerForRegisteredMem
        cudaDevAttrCooperativeLaunch cudaDevAttrCooperativeMultiDeviceLaunch
        cudaDevAttrMaxSharedMemoryPerBlockOptin cudaDevAttrHostRegisterSupported
        cudaDevAttrPageableMemoryAccessUsesHostPageTables cudaDevAttrDirectManagedMemAccessFromHost
        cudaDevAttrMaxBlocksPerMultiprocessor cudaDevAttrMaxPersistingL2CacheSize
        cudaDevAttrMaxAccessPolicyWindowSize cudaDevAttrReservedSharedMemoryPerBlock
        cudaDevAttrSparseCudaArraySupported cudaDevAttrHostRegisterReadOnlySupported
        cudaDevAttrTimelineSemaphoreInteropSupported cudaDevAttrMemoryPoolsSupported
        cudaDevAttrGPUDirectRDMASupported cudaDevAttrGPUDirectRDMAFlushWritesOptions
        cudaDevAttrGPUDirectRDMAWritesOrdering cudaDevAttrMemoryPoolSupportedHandleTypes
        cudaDevAttrClusterLaunch cudaDevAttrDeferredMappingCudaArraySupported
        cudaDevAttrIpcEventSupport
        """
    ),
    **constants(
        """
        cudaDevAttrMaxTimelineSemaphoreInteropSupported cudaDevAttrCanFlushRemoteWrites
        cudaDevAttrMemSyncDomainCount cudaDevAttrNumaConfig cudaDevAttrNumaId cudaDevAttrMpsEnabled
        cudaDevAttrHostNumaId cudaDevAttrD3D12CigSupported cudaDevAttrVulkanCigSupported
        cudaDevAttrCigStreamsSupported cudaDevAttrGpuPciDeviceId cudaDevAttrGpuPciSubsystemId
        cudaDevAttrHostMemoryPoolsSupported cudaDevAttrHostNumaMemoryPoolsSupported
        cudaDevAttrHostNumaMultinodeIpcSupported cudaDevAttrLocalityDomainCount
        cudaDevAttrLocalityDomainMultiprocessorCount
        cudaDevAttrOnlyPartialHostNativeAtomicSupported cudaDevAttrAtomicReductionSupported
        cudaDevAttrOversizedSharedMemoryPerBlock cudaDevAttrTensorMapLargeTensorMinSize
        """,
        Fidelity.MANUAL,
        "OpenCL tells nothing like it about a device",
    ),
    **constants(
        """
        cudaDevAttrReserved92 cudaDevAttrReserved93 cudaDevAttrReserved94 cudaDevAttrReserved96
        cudaDevAttrReserved122 cudaDevAttrReserved123 cudaDevAttrReserved124
        cudaDevAttrReserved127 cudaDevAttrReserved128 cudaDevAttrReserved129
        cudaDevAttrReserved132 cudaDevAttrReserved141 cudaDevAttrReserved145 cudaDevAttrMax
        """,
        Fidelity.MANUAL,
        "reserved in CUDA itself",
    ),
}
