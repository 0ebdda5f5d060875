// Warp matrix functions (tensor cores).
// Source: CUDA C++ Programming Guide, "Warp Matrix Functions".
#pragma once

#include "cuda_bf16.h"
#include "cuda_fp16.h"
#include "cuda_runtime.h"

#if defined(__cplusplus) && defined(__CUDACC__)
namespace nvcuda {
namespace wmma {

struct row_major;
struct col_major;
struct matrix_a;
struct matrix_b;
struct accumulator;

enum layout_t { mem_row_major, mem_col_major };

namespace precision {
struct u4;
struct s4;
struct b1;
struct tf32;
}  // namespace precision

namespace experimental {
namespace precision = wmma::precision;
enum bmmaBitOp { bmmaBitOpXOR = 1, bmmaBitOpAND = 2 };
enum bmmaAccumulateOp { bmmaAccumulateOpPOPC = 1 };
}  // namespace experimental

// What one element of a fragment is kept in: the type itself, but float for tf32 and packed words for sub-byte
// types.
template <class T> struct cn_storage { typedef T type; };
template <> struct cn_storage<precision::tf32> { typedef float type; };
template <> struct cn_storage<precision::u4> { typedef unsigned int type; };
template <> struct cn_storage<precision::s4> { typedef int type; };
template <> struct cn_storage<precision::b1> { typedef unsigned int type; };

// The elements are spread over the warp's 32 threads; which thread holds which is not defined.
template <class Use, int M, int N, int K> struct cn_elements;
template <int M, int N, int K> struct cn_elements<matrix_a, M, N, K> { enum { value = M * K / 32 }; };
template <int M, int N, int K> struct cn_elements<matrix_b, M, N, K> { enum { value = K * N / 32 }; };
template <int M, int N, int K> struct cn_elements<accumulator, M, N, K> { enum { value = M * N / 32 }; };

template <class Use, int M, int N, int K, class T, class Layout = void> class fragment {
public:
    typedef typename cn_storage<T>::type element_type;
    typedef element_type storage_element_type;
    static constexpr int num_elements = cn_elements<Use, M, N, K>::value ? cn_elements<Use, M, N, K>::value : 1;
    element_type x[num_elements];
};

template <class Use, int M, int N, int K, class T, class Layout, class Value>
__device__ void fill_fragment(fragment<Use, M, N, K, T, Layout> &a, const Value &value);
template <class Use, int M, int N, int K, class T, class Layout, class Memory>
__device__ void load_matrix_sync(fragment<Use, M, N, K, T, Layout> &a, const Memory *mptr, unsigned int ldm);
template <class Use, int M, int N, int K, class T, class Layout, class Memory>
__device__ void load_matrix_sync(fragment<Use, M, N, K, T, Layout> &a, const Memory *mptr, unsigned int ldm,
    layout_t layout);
template <int M, int N, int K, class T, class Memory>
__device__ void store_matrix_sync(Memory *mptr, const fragment<accumulator, M, N, K, T> &a, unsigned int ldm,
    layout_t layout);
template <int M, int N, int K, class D, class A, class LayoutA, class B, class LayoutB, class C>
__device__ void mma_sync(fragment<accumulator, M, N, K, D> &d, const fragment<matrix_a, M, N, K, A, LayoutA> &a,
    const fragment<matrix_b, M, N, K, B, LayoutB> &b, const fragment<accumulator, M, N, K, C> &c,
    bool satf = false);
template <int M, int N, int K, class LayoutA, class LayoutB>
__device__ void bmma_sync(fragment<accumulator, M, N, K, int> &d,
    const fragment<matrix_a, M, N, K, precision::b1, LayoutA> &a,
    const fragment<matrix_b, M, N, K, precision::b1, LayoutB> &b, const fragment<accumulator, M, N, K, int> &c,
    experimental::bmmaBitOp op = experimental::bmmaBitOpXOR,
    experimental::bmmaAccumulateOp accumulate = experimental::bmmaAccumulateOpPOPC);
__device__ float __float_to_tf32(float value);

}  // namespace wmma
}  // namespace nvcuda
#endif
