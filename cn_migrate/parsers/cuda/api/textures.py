"""Textures and surfaces."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types

_NOTE = "textures and surfaces are not supported yet; read the array through a pointer"

TEXTURES: dict[str, Row] = {
    **functions(
        """
        cudaCreateChannelDesc cudaCreateChannelDescHalf cudaCreateChannelDescHalf1
        cudaCreateChannelDescHalf2 cudaCreateChannelDescHalf4 cudaGetChannelDesc cudaBindTexture cudaBindTexture2D
        cudaBindTextureToArray cudaBindTextureToMipmappedArray cudaUnbindTexture
        cudaGetTextureAlignmentOffset cudaGetTextureReference cudaBindSurfaceToArray
        cudaGetSurfaceReference cudaCreateTextureObject cudaDestroyTextureObject
        cudaCreateTextureObject_v2 cudaGetTextureObjectResourceDesc
        cudaGetTextureObjectTextureDesc cudaGetTextureObjectResourceViewDesc
        cudaCreateSurfaceObject cudaDestroySurfaceObject cudaGetSurfaceObjectResourceDesc
        """,
        Fidelity.MANUAL,
        _NOTE,
    ),
    **types(
        """
        cudaChannelFormatDesc cudaChannelFormatKind cudaTextureObject_t cudaSurfaceObject_t
        cudaResourceDesc cudaResourceType cudaResourceViewDesc cudaResourceViewFormat
        cudaTextureDesc cudaTextureAddressMode cudaTextureFilterMode cudaTextureReadMode
        cudaSurfaceBoundaryMode cudaSurfaceFormatMode textureReference surfaceReference
        """,
        Fidelity.MANUAL,
        _NOTE,
    ),
    **constants(
        """
        cudaChannelFormatKindSigned cudaChannelFormatKindUnsigned cudaChannelFormatKindFloat
        cudaChannelFormatKindNone cudaResourceTypeArray cudaResourceTypeMipmappedArray
        cudaResourceTypeLinear cudaResourceTypePitch2D cudaAddressModeWrap cudaAddressModeClamp
        cudaAddressModeMirror cudaAddressModeBorder cudaFilterModePoint cudaFilterModeLinear
        cudaReadModeElementType cudaReadModeNormalizedFloat cudaBoundaryModeZero
        cudaBoundaryModeClamp cudaBoundaryModeTrap cudaTextureType1D cudaTextureType2D
        cudaTextureType3D cudaTextureTypeCubemap cudaTextureType1DLayered
        cudaTextureType2DLayered cudaSurfaceType1D cudaSurfaceType2D cudaSurfaceType3D
        """,
        Fidelity.MANUAL,
        _NOTE,
    ),
}
