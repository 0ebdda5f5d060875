"""Arrays, textures and surfaces."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types

SAMPLED = "kernels sample the memory with ordinary loads, with CUDA's filtering and addressing"
PLAIN = "kernels access the array's memory directly"
_REFERENCES = "use cudaBindSurfaceToArray with the surface itself, and cudaCreateTextureObject"
_PLACEMENT = "how an array lies in memory cannot be asked"

TEXTURES: dict[str, Row] = {
    **functions(
        """
        cudaCreateChannelDesc cudaCreateChannelDescHalf cudaCreateChannelDescHalf1
        cudaCreateChannelDescHalf2 cudaCreateChannelDescHalf4 cudaGetChannelDesc
        cudaMallocArray cudaMalloc3DArray cudaFreeArray cudaMallocMipmappedArray
        cudaFreeMipmappedArray cudaGetMipmappedArrayLevel cudaArrayGetInfo
        cudaMemcpyToArray cudaMemcpyFromArray cudaMemcpyArrayToArray cudaMemcpy2DToArray
        cudaMemcpy2DFromArray cudaMemcpy2DArrayToArray cudaMemcpyToArrayAsync
        cudaMemcpyFromArrayAsync cudaMemcpy2DToArrayAsync cudaMemcpy2DFromArrayAsync
        cudaGetTextureReference cudaUnbindTexture cudaGetTextureAlignmentOffset cudaDestroyTextureObject
        cudaDestroySurfaceObject cudaGetTextureObjectResourceDesc cudaGetTextureObjectTextureDesc
        cudaGetTextureObjectResourceViewDesc cudaGetSurfaceObjectResourceDesc
        """
    ),
    **functions(
        """
        cudaCreateTextureObject cudaBindTexture cudaBindTexture2D cudaBindTextureToArray
        cudaBindTextureToMipmappedArray
        """,
        Fidelity.EMULATED,
        SAMPLED,
    ),
    **functions("cudaCreateSurfaceObject cudaBindSurfaceToArray", Fidelity.EMULATED, PLAIN),
    **functions(
        "cudaGetSurfaceReference cudaCreateTextureObject_v2",
        Fidelity.MANUAL,
        _REFERENCES,
    ),
    **functions(
        """
        cudaArrayGetPlane cudaArrayGetMemoryRequirements cudaArrayGetSparseProperties
        cudaMipmappedArrayGetMemoryRequirements cudaMipmappedArrayGetSparseProperties
        """,
        Fidelity.MANUAL,
        _PLACEMENT,
    ),
    **types(
        """
        cudaArray cudaArray_t cudaArray_const_t cudaMipmappedArray cudaMipmappedArray_t
        cudaMipmappedArray_const_t cudaChannelFormatDesc cudaChannelFormatKind
        cudaTextureObject_t cudaSurfaceObject_t cudaResourceDesc cudaResourceType
        cudaResourceViewDesc cudaResourceViewFormat cudaTextureDesc cudaTextureAddressMode
        cudaTextureFilterMode cudaTextureReadMode cudaSurfaceBoundaryMode cudaSurfaceFormatMode
        textureReference surfaceReference texture surface
        """
    ),
    **types("cudaArraySparseProperties cudaArrayMemoryRequirements", Fidelity.MANUAL, _PLACEMENT),
    **constants(
        """
        cudaChannelFormatKindSigned cudaChannelFormatKindUnsigned cudaChannelFormatKindFloat
        cudaChannelFormatKindNone cudaResourceTypeArray cudaResourceTypeMipmappedArray
        cudaResourceTypeLinear cudaResourceTypePitch2D cudaAddressModeWrap cudaAddressModeClamp
        cudaAddressModeMirror cudaAddressModeBorder cudaFilterModePoint cudaFilterModeLinear
        cudaReadModeElementType cudaReadModeNormalizedFloat cudaBoundaryModeZero
        cudaBoundaryModeClamp cudaBoundaryModeTrap cudaFormatModeForced cudaFormatModeAuto
        cudaArrayDefault cudaArrayLayered cudaArraySurfaceLoadStore cudaArrayCubemap
        cudaArrayTextureGather cudaArrayColorAttachment cudaResViewFormatNone
        cudaTextureType1D cudaTextureType2D cudaTextureType3D cudaTextureTypeCubemap
        cudaTextureType1DLayered cudaTextureType2DLayered cudaTextureTypeCubemapLayered
        cudaSurfaceType1D cudaSurfaceType2D cudaSurfaceType3D cudaSurfaceTypeCubemap
        cudaSurfaceType1DLayered cudaSurfaceType2DLayered cudaSurfaceTypeCubemapLayered
        """
    ),
    **constants("cudaArraySparse cudaArrayDeferredMapping", Fidelity.MANUAL, _PLACEMENT),
}
