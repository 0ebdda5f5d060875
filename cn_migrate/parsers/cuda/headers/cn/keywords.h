// CUDA's keywords (execution spaces, memory spaces, qualifiers) as attributes that clang knows.
// Source: CUDA C++ Programming Guide, "C++ Language Extensions".
#pragma once

#define CUDARTAPI
#define CUDARTAPI_CDECL
#define CUDART_CB
#define CUDAAPI
#define CUDA_CB

#define __align__(n) __attribute__((aligned(n)))
#define __builtin_align__(n) __align__(n)
#define __forceinline__ __inline__ __attribute__((always_inline))
#define __inline_hint__
#define __no_return__ __attribute__((noreturn))
#define __thread__ __thread
#define __device_builtin__
#define __cudart_builtin__

#ifdef __CUDACC__
#define __host__ __attribute__((host))
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
// clang has no managed variables for CUDA; the annotation lets a reader of the tree find them.
#define __managed__ __attribute__((device, annotate("__managed__")))
#define __grid_constant__ __attribute__((grid_constant))
// What a function of ours does otherwise than CUDA's, or at another cost: it is said where a program calls it.
#define cn_weakened(note) __attribute__((annotate("weakened: " note)))
#define cn_emulated(note) __attribute__((annotate("emulated: " note)))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __maxnreg__(...) __attribute__((annotate("__maxnreg__")))
#define __cluster_dims__(...) __attribute__((annotate("__cluster_dims__")))
#define __block_size__(...) __attribute__((annotate("__block_size__")))
// __noinline__ is a keyword of clang's CUDA mode: a macro would break __attribute__((__noinline__)) of system
// headers.
#else
// Host compilers read these headers too: there the keywords mean nothing, and __noinline__ is not defined, as in
// CUDA's own header.
#define __host__
#define __device__
#define __global__
#define __shared__
#define __constant__
#define __managed__
#define __grid_constant__
#define __launch_bounds__(...)
#endif

// One spelling for C and C++: default arguments, and the linkage of the C interfaces.
#ifdef __cplusplus
#define CN_DEFAULT(value) = value
#define CN_EXTERN_C_BEGIN extern "C" {
#define CN_EXTERN_C_END }
#else
#define CN_DEFAULT(value)
#define CN_EXTERN_C_BEGIN
#define CN_EXTERN_C_END
#endif
