"""Names of CUDA that public programs use, found by a token scan of some 900 of them, by kind."""

from __future__ import annotations

RUNTIME_API = """
    cudaArrayGetInfo cudaBindTexture cudaBindTextureToArray cudaCreateChannelDesc
    cudaCreateSurfaceObject cudaCreateTextureObject cudaCtxResetPersistingL2Cache
    cudaDestroyExternalMemory cudaDestroyExternalSemaphore cudaDestroySurfaceObject
    cudaDestroyTextureObject cudaDeviceCanAccessPeer cudaDeviceDisablePeerAccess
    cudaDeviceEnablePeerAccess cudaDeviceGetAttribute cudaDeviceGetDefaultMemPool
    cudaDeviceGetGraphMemAttribute cudaDeviceGetLimit cudaDeviceGetNvSciSyncAttributes
    cudaDeviceGetP2PAttribute cudaDeviceGetStreamPriorityRange cudaDeviceGraphMemTrim
    cudaDeviceReset cudaDeviceSetLimit cudaDeviceSynchronize cudaDriverGetVersion
    cudaEventCreate cudaEventCreateWithFlags cudaEventDestroy cudaEventElapsedTime
    cudaEventQuery cudaEventRecord cudaEventSynchronize cudaExternalMemoryGetMappedBuffer
    cudaExternalMemoryGetMappedMipmappedArray cudaFree cudaFreeArray cudaFreeAsync cudaFreeHost
    cudaFreeMipmappedArray cudaFuncGetAttributes cudaFuncSetAttribute cudaFuncSetCacheConfig
    cudaGetChannelDesc cudaGetDevice cudaGetDeviceCount cudaGetDeviceProperties cudaGetErrorName
    cudaGetErrorString cudaGetLastError cudaGetMipmappedArrayLevel cudaGraphAddHostNode
    cudaGraphAddKernelNode cudaGraphAddMemAllocNode cudaGraphAddMemFreeNode
    cudaGraphAddMemcpyNode cudaGraphAddMemcpyNode1D cudaGraphAddMemsetNode cudaGraphAddNode
    cudaGraphClone cudaGraphConditionalHandleCreate cudaGraphCreate cudaGraphDestroy
    cudaGraphExecDestroy cudaGraphExecKernelNodeSetParams cudaGraphExecUpdate cudaGraphGetNodes
    cudaGraphInstantiate cudaGraphInstantiateWithFlags cudaGraphLaunch cudaGraphSetConditional
    cudaGraphUpload cudaGraphicsGLRegisterBuffer cudaGraphicsGLRegisterImage
    cudaGraphicsMapResources cudaGraphicsResourceGetMappedPointer
    cudaGraphicsResourceSetMapFlags cudaGraphicsSubResourceGetMappedArray
    cudaGraphicsUnmapResources cudaGraphicsUnregisterResource cudaHostAlloc
    cudaHostGetDevicePointer cudaHostRegister cudaHostUnregister cudaImportExternalMemory
    cudaImportExternalSemaphore cudaIpcCloseMemHandle cudaIpcGetEventHandle cudaIpcGetMemHandle
    cudaIpcOpenEventHandle cudaIpcOpenMemHandle cudaLaunchCooperativeKernel cudaLaunchHostFunc
    cudaLaunchKernel cudaMalloc cudaMalloc3D cudaMalloc3DArray cudaMallocArray cudaMallocAsync
    cudaMallocHost cudaMallocManaged cudaMallocMipmappedArray cudaMallocPitch cudaMemAdvise
    cudaMemGetInfo cudaMemPoolCreate cudaMemPoolDestroy cudaMemPoolExportPointer
    cudaMemPoolExportToShareableHandle cudaMemPoolGetAccess cudaMemPoolImportFromShareableHandle
    cudaMemPoolImportPointer cudaMemPoolSetAccess cudaMemPoolSetAttribute cudaMemPrefetchAsync
    cudaMemcpy cudaMemcpy2D cudaMemcpy2DArrayToArray cudaMemcpy2DAsync cudaMemcpy2DFromArray
    cudaMemcpy2DToArray cudaMemcpy2DToArrayAsync cudaMemcpy3D cudaMemcpyAsync
    cudaMemcpyFromSymbol cudaMemcpyPeerAsync cudaMemcpyToArray cudaMemcpyToSymbol cudaMemset
    cudaMemset2D cudaMemsetAsync cudaOccupancyMaxActiveBlocksPerMultiprocessor
    cudaOccupancyMaxPotentialBlockSize cudaOccupancyMaxPotentialBlockSizeVariableSMem
    cudaPeekAtLastError cudaProfilerStart cudaProfilerStop cudaRuntimeGetVersion cudaSetDevice
    cudaSetDeviceFlags cudaSignalExternalSemaphoresAsync cudaStreamAddCallback
    cudaStreamAttachMemAsync cudaStreamBeginCapture cudaStreamBeginCaptureToGraph
    cudaStreamCreate cudaStreamCreateWithFlags cudaStreamCreateWithPriority cudaStreamDestroy
    cudaStreamEndCapture cudaStreamGetCaptureInfo cudaStreamGetFlags cudaStreamQuery
    cudaStreamSetAttribute cudaStreamSynchronize cudaStreamUpdateCaptureDependencies
    cudaStreamWaitEvent cudaThreadExit cudaThreadSynchronize cudaUnbindTexture
    cudaWaitExternalSemaphoresAsync
""".split()

DRIVER_API = """
    cuArray3DCreate cuArrayCreate cuArrayDestroy cuCtxCreate cuCtxDestroy cuCtxEnablePeerAccess
    cuCtxGetDevice cuCtxPopCurrent cuCtxPushCurrent cuCtxSetCurrent cuCtxSynchronize
    cuDeviceCanAccessPeer cuDeviceComputeCapability cuDeviceGet cuDeviceGetAttribute
    cuDeviceGetCount cuDeviceGetName cuDeviceGetUuid cuDeviceGetUuid_v2 cuDeviceTotalMem
    cuDriverGetVersion cuEventCreate cuEventDestroy cuEventRecord cuFuncSetBlockShape
    cuFuncSetSharedSize cuGetErrorName cuGetErrorString cuGraphicsSubResourceGetMappedArray
    cuGraphicsUnregisterResource cuInit cuLaunchGrid cuLaunchKernel cuLinkAddData cuLinkAddFile
    cuLinkComplete cuLinkCreate cuLinkDestroy cuMemAddressFree cuMemAddressReserve cuMemAlloc
    cuMemCreate cuMemExportToShareableHandle cuMemFree cuMemGetAllocationGranularity
    cuMemGetAllocationPropertiesFromHandle cuMemGetInfo cuMemImportFromShareableHandle cuMemMap
    cuMemRelease cuMemSetAccess cuMemUnmap cuMemcpy cuMemcpy2D cuMemcpy3D cuMemcpyDtoH
    cuMemcpyDtoHAsync cuMemcpyHtoD cuMemsetD8 cuModuleGetFunction cuModuleGetGlobal cuModuleLoad
    cuModuleLoadData cuModuleLoadDataEx cuModuleUnload
    cuOccupancyMaxActiveBlocksPerMultiprocessor cuOccupancyMaxPotentialBlockSize cuParamSetSize
    cuParamSeti cuParamSetv cuPointerGetAttribute cuStreamCreate cuStreamDestroy
    cuStreamSynchronize cuStreamWaitEvent cuSurfObjectCreate cuTexObjectCreate
    cuTexObjectDestroy
""".split()

DEVICE = """
    __activemask __all_sync __any_sync __ballot __ballot_sync __bfloat1622float2
    __bfloat162float __bfloat162int_rn __brev __brevll __byte_perm __clz __clzll __cosf
    __cvta_generic_to_shared __dadd_rd __dadd_ru __ddiv_rd __ddiv_ru __dmul_rd __dmul_ru
    __double2hiint __double2int_rd __double2int_rn __double2int_ru __double2int_rz
    __double2ll_rd __double2ll_rn __double2ll_ru __double2ll_rz __double2loint __double2uint_rd
    __double2uint_rn __double2uint_ru __double2uint_rz __double2ull_rd __double2ull_rn
    __double2ull_ru __double2ull_rz __double_as_longlong __dp4a __drcp_rn __dsqrt_rd __dsqrt_ru
    __expf __fadd_rd __fadd_rn __fadd_ru __fdiv_rd __fdiv_rn __fdiv_ru __fdividef __ffs __ffsll
    __float22bfloat162_rn __float22half2_rn __float2bfloat16 __float2bfloat162_rn
    __float2bfloat16_rn __float2half __float2half2_rn __float2half_rn __float2int_rd
    __float2int_rn __float2int_ru __float2int_rz __float2ll_rd __float2ll_rn __float2ll_ru
    __float2ll_rz __float2uint_rd __float2uint_rn __float2uint_ru __float2uint_rz __float2ull_rd
    __float2ull_rn __float2ull_ru __float2ull_rz __float_as_int __float_as_uint __float_to_tf32
    __floats2bfloat162_rn __fmul_rd __fmul_ru __frcp_rn __frsqrt_rn __fsqrt_rd __fsqrt_rn
    __fsqrt_ru __fsub_rn __habs __hadd __hadd2 __half __half2 __half22float2 __half2float
    __half2int_rn __half_as_ushort __halves2bfloat162 __halves2half2 __hdiv __hfma2 __hgt2
    __high2float __high2half __hiloint2double __hmax __hmul __hmul2 __hneg __hsub __hsub2
    __int2double_rn __int2float_rd __int2float_rn __int2float_ru __int2float_rz __int2half_rn
    __int_as_float __ldcg __ldcs __ldg __ll2double_rd __ll2double_rn __ll2double_ru
    __ll2double_rz __ll2float_rd __ll2float_rn __ll2float_ru __ll2float_rz __log2f __logf
    __longlong_as_double __low2float __low2half __match_any_sync __mul24 __nv_bfloat16
    __nv_bfloat162 __nv_bfloat162_raw __nv_bfloat16_raw __popc __popcll __powf __reduce_add_sync
    __saturatef __shfl __shfl_down __shfl_down_sync __shfl_sync __shfl_up __shfl_up_sync
    __shfl_xor __shfl_xor_sync __sincosf __sinf __stcg __stcs __syncthreads __syncthreads_and
    __syncthreads_count __syncwarp __threadfence __threadfence_block __threadfence_system __trap
    __uint2double_rn __uint2float_rd __uint2float_rn __uint2float_ru __uint2float_rz
    __uint_as_float __ull2double_rd __ull2double_rn __ull2double_ru __ull2double_rz
    __ull2float_rd __ull2float_rn __ull2float_ru __ull2float_rz __umul24 __umul64hi
    __ushort_as_bfloat16 __ushort_as_half __vabs2 __vabs4 __vabsdiffs2 __vabsdiffs4 __vabsdiffu2
    __vabsdiffu4 __vabsss2 __vabsss4 __vadd2 __vadd4 __vaddss2 __vaddss4 __vaddus2 __vaddus4
    __vavgs2 __vavgs4 __vavgu2 __vavgu4 __vcmpeq2 __vcmpeq4 __vcmpges2 __vcmpges4 __vcmpgeu2
    __vcmpgeu4 __vcmpgts2 __vcmpgts4 __vcmpgtu2 __vcmpgtu4 __vcmples2 __vcmples4 __vcmpleu2
    __vcmpleu4 __vcmplts2 __vcmplts4 __vcmpltu2 __vcmpltu4 __vcmpne2 __vcmpne4 __vhaddu2
    __vhaddu4 __viaddmax_s16x2 __viaddmax_s16x2_relu __viaddmax_s32 __viaddmax_s32_relu
    __viaddmax_u16x2 __viaddmax_u32 __viaddmin_s16x2 __viaddmin_s16x2_relu __viaddmin_s32
    __viaddmin_s32_relu __viaddmin_u16x2 __viaddmin_u32 __vibmax_s16x2 __vibmax_s32
    __vibmax_u16x2 __vibmax_u32 __vibmin_s16x2 __vibmin_s32 __vibmin_u16x2 __vibmin_u32
    __vimax3_s16x2 __vimax3_s16x2_relu __vimax3_s32 __vimax3_s32_relu __vimax3_u16x2
    __vimax3_u32 __vimax_s16x2_relu __vimax_s32_relu __vimin3_s16x2 __vimin3_s16x2_relu
    __vimin3_s32 __vimin3_s32_relu __vimin3_u16x2 __vimin3_u32 __vimin_s16x2_relu
    __vimin_s32_relu __vmaxs2 __vmaxs4 __vmaxu2 __vmaxu4 __vmins2 __vmins4 __vminu2 __vminu4
    __vneg2 __vneg4 __vnegss2 __vnegss4 __vsads2 __vsads4 __vsadu2 __vsadu4 __vseteq2 __vseteq4
    __vsetges2 __vsetges4 __vsetgeu2 __vsetgeu4 __vsetgts2 __vsetgts4 __vsetgtu2 __vsetgtu4
    __vsetles2 __vsetles4 __vsetleu2 __vsetleu4 __vsetlts2 __vsetlts4 __vsetltu2 __vsetltu4
    __vsetne2 __vsetne4 __vsub2 __vsub4 __vsubss2 __vsubss4 __vsubus2 __vsubus4 atomicAdd
    atomicAdd_system atomicAnd atomicAnd_system atomicCAS atomicCAS_system atomicDec
    atomicDec_system atomicExch atomicExch_system atomicInc atomicInc_system atomicMax
    atomicMax_system atomicMin atomicMin_system atomicOr atomicOr_system atomicSub atomicXor
    atomicXor_system blockDim blockIdx clock clock64 gridDim threadIdx warpSize
""".split()

MATHS = """
    __saturatef abs acos acosf asin atan atan2 atan2f atanf cbrt cbrtf ceil ceilf cos cosf coshf
    erf erfc exp exp10 exp10f exp2 exp2f expf expm1f fabs fabsf fdividef floor floorf fma fmaf
    fmax fmaxf fmin fminf fmod fmodf frexp hypot hypotf isfinite isinf isnan j0 j1 ldexpf log
    log10 log10f log1p log2 log2f logf max min nan nanf nearbyint pow powf remainder rint rintf
    round roundf rsqrt rsqrtf signbit sin sincosf sinf sinhf sqrt sqrtf tan tanf tanh tanhf
    trunc truncf umin y0 y1
""".split()

VECTOR_TYPES = """
    char4 double2 double3 double4 float2 float3 float4 int2 int3 int4 long2 long4 longlong2
    longlong4 short2 short4 uchar1 uchar2 uchar3 uchar4 uint2 uint3 uint4 ulong2 ulong4
    ulonglong2 ulonglong4 ushort4
""".split()
