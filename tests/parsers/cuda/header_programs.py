"""Small programs that use each part of CUDA as programs do; what they compute does not matter."""

from __future__ import annotations

PROGRAMS: dict[str, str] = {
    "keywords": """
        __constant__ float coefficients[9];
        __device__ int counter;
        __managed__ int shared_with_host;
        struct __align__(16) record { float a, b, c, d; };
        static __device__ __forceinline__ float twice(float x) { return 2 * x; }
        __host__ __device__ __noinline__ float both(float x) { return x + 1; }
        template <int N> __global__ void __launch_bounds__(N, 2) k(float *__restrict__ x, const __grid_constant__ int n) {
            extern __shared__ float dynamic[];
            __shared__ record r;
            r.a = dynamic[0] + coefficients[n];
            x[threadIdx.x] = twice(both(r.a)) + counter;
        }
        int main() { float *x = nullptr; k<64><<<1, 64, 256>>>(x, 3); return shared_with_host; }
    """,
    "types without linkage": """
        __global__ void k(int *x) {}
        int main() {
            struct local { int x; } *p;
            auto shared = [](int threads) { return sizeof(int) * threads; };
            int grid, block;
            cudaLaunchConfig_t config = {};
            cudaChannelFormatDesc format = cudaCreateChannelDesc<local>();
            return cudaMalloc(&p, sizeof *p) + cudaLaunchKernelEx(&config, k, nullptr) + format.x
                + cudaOccupancyMaxPotentialBlockSizeVariableSMem(&grid, &block, k, shared);
        }
    """,
    "indices": """
        __global__ void k(unsigned *o) {
            uint3 t = threadIdx; dim3 b = blockDim; const dim3 g(gridDim);
            o[0] = blockIdx.x * blockDim.x + threadIdx.x + t.y + b.z + g.x;
            if (threadIdx.x % warpSize == 0) o[1] = blockIdx.y + gridDim.z;
        }
        int main() {
            dim3 grid(4, 2), block; uint3 u = grid; dim3 copy = u; block.x = 32;
            k<<<grid, block>>>(nullptr); k<<<2, 2>>>(nullptr);
            return dim3(1, 2).y + copy.z;
        }
    """,
    "vectors": """
        __host__ __device__ float sum(float4 v) { return v.x + v.y + v.z + v.w; }
        __global__ void k(float4 *f, double2 *d, uchar4 *u, longlong2 *l) {
            f[0] = make_float4(1, 2, 3, 4); d[0] = make_double2(1, 2); u[0] = make_uchar4(1, 2, 3, 4);
            l[0] = make_longlong2(1, 2); int3 i = make_int3(1, 2, 3); f[1].x = sum(f[0]) + i.z;
            float3 a = {1, 2, 3}; float2 b; b.x = a.x; f[2] = float4{1, 2, 3, 4}; ulong4 w{}; f[1].y = w.x + b.x;
        }
        int main() { struct float2 c = make_float2(1, 2); return sum(make_float4(c.x, c.y, 0, 0)); }
    """,
    "maths": """
        #include <cmath>
        #include <algorithm>
        __device__ float device_only(float x, double y, int i, unsigned u, float *p) {
            sincosf(x, p, p + 1); sincospi(y, (double *)p, (double *)p);
            return sqrtf(x) + sqrt(x) + std::sqrt(x) + expf(x) + exp(y) + fabs(x) + fabsf(x) + abs(i) + abs(x) + pow(x, 2)
                + powf(x, y) + std::pow(x, x) + rsqrtf(x) + fmaxf(x, 1) + fmin(y, 2.0) + max(i, 3) + min(u, 7u) + max(x, 1.f)
                + std::max(x, 2.f) + floorf(x) + ceil(y) + isnan(x) + std::isinf(y) + isfinite(x) + signbit(y) + y0(y) + j1f(x)
                + erfc(y) + tgammaf(x) + std::abs(x) + fma(x, x, x) + std::fma(y, y, y) + atan2f(x, x) + hypot(y, y)
                + log2f(x) + exp10f(x) + normcdf(y) + rcbrtf(x) + cospif(x) + std::tanh(x) + lround(y) + llrint(x)
                + frexp(y, (int *)p) + modff(x, p) + nan("") + remquof(x, x, (int *)p) + sqrt(i) + umin(u, 2u) + fdividef(x, x);
        }
        __host__ __device__ float on_both(float x) {
            return sqrtf(x) + std::sqrt(x) + sqrt(x) + abs(x) + rsqrtf(x) + pow(x, 2.f) + max(x, 1.f) + isnan(x) + std::exp(x);
        }
        float host_only(float x) { return sqrt(x) + std::pow(x, 2) + abs(2l) + min(1, 2) + std::isnan(x) + sinpi(x) + on_both(x); }
    """,
    "intrinsics": """
        __global__ void k(float *f, double *d, int *i, unsigned *u, long long *l) {
            f[0] = __expf(f[1]) + __logf(f[1]) + __powf(f[1], 2) + __sinf(f[1]) + __fdividef(f[1], f[2]) + __saturatef(f[1])
                + __fmaf_rn(f[1], f[2], f[3]) + __frsqrt_rn(f[1]) + __fadd_rz(f[1], f[2]) + __frcp_ru(f[1]) + __fsqrt_rd(f[1]);
            __sincosf(f[1], f + 2, f + 3);
            d[0] = __dadd_rn(d[1], d[2]) + __drcp_rn(d[1]) + __dsqrt_ru(d[1]) + __fma_rd(d[1], d[2], d[3]) + __hiloint2double(1, 2);
            i[0] = __mul24(i[1], i[2]) + __popc(u[0]) + __clz(i[1]) + __ffs(i[1]) + __clzll(l[0]) + __mulhi(i[1], i[2])
                + __float2int_rn(f[1]) + __double2hiint(d[1]) + __dp4a(i[1], i[2], i[3]) + __sad(1, 2, 3) + __hadd(1, 2);
            u[0] = __brev(u[1]) + __byte_perm(u[1], u[2], 0x3210) + __umulhi(u[1], u[2]) + __funnelshift_l(u[1], u[2], 3)
                + __vadd4(u[1], u[2]) + __vabsdiffu4(u[1], u[2]) + __vcmpgts2(u[1], u[2]) + __float_as_uint(f[1]);
            l[0] = __double_as_longlong(d[1]) + __mul64hi(l[1], l[2]) + __float2ll_rz(f[1]);
            f[1] = __int_as_float(i[1]) + __int2float_rn(i[1]) + __ull2float_ru(l[1]) + __double2float_rd(d[1]);
            bool chosen; i[1] = __vimax3_s32(1, 2, 3) + __viaddmin_s32_relu(1, 2, 3) + __vibmax_s32(1, 2, &chosen);
        }
    """,
    "cache hints": """
        __global__ void k(float *f, const float4 *v, int2 *i, const unsigned char *b) {
            f[0] = __ldg(f + 1) + __ldg(v).x + __ldcs(f + 2) + __ldcg(v).y + __ldca(f) + __ldcv(f) + __ldlu(f) + __ldg(b);
            __stcs(f, 1.f); __stcg(i, make_int2(1, 2)); __stwb(f, 2.f); __stwt(f, 3.f);
        }
    """,
    "atomics": """
        __global__ void k(int *i, unsigned *u, unsigned long long *l, float *f, double *d) {
            atomicAdd(i, 1); atomicAdd(u, 1); atomicAdd(l, 1ULL); atomicAdd(f, 1.f); atomicAdd(d, 1.0); atomicAdd_block(i, 1);
            atomicAdd_system(i, 1); atomicSub(i, 1); atomicExch(f, 2.f); atomicMin(i, 3); atomicMax(u, 3u); atomicInc(u, 7);
            atomicDec(u, 7); atomicAnd(u, 1); atomicOr(i, 1); atomicXor(l, 1ULL); i[0] = atomicCAS(i, 1, 2);
            l[0] = atomicCAS(l, 1ULL, 2ULL); atomicCAS_system(i, 1, 2); unsigned short s = 1; atomicCAS(&s, s, s);
        }
    """,
    "barriers and fences": """
        __global__ void k(int *i) {
            __syncthreads(); __syncwarp(); __syncwarp(0xff); __threadfence(); __threadfence_block(); __threadfence_system();
            i[0] = __syncthreads_count(i[1]) + __syncthreads_and(1) + __syncthreads_or(0) + __isShared(i);
            size_t address = __cvta_generic_to_shared(i); __nanosleep(address);
        }
    """,
    "warps": """
        __global__ void k(int *i, float *f, double *d, unsigned long long *l) {
            const unsigned full = 0xffffffffu;
            f[0] += __shfl_xor_sync(full, f[0], 1); d[0] += __shfl_down_sync(full, d[0], 16, 16);
            i[0] = __shfl_sync(full, i[0], 0) + __shfl_up_sync(full, i[0], 1); l[0] = __shfl_sync(full, l[0], 0);
            i[1] = __all_sync(full, 1) + __any_sync(full, 0) + __ballot_sync(full, 1) + __activemask();
            i[2] = __match_any_sync(full, f[0]) + __reduce_add_sync(full, i[0]) + __reduce_or_sync(full, 1u);
            i[3] = __shfl_xor(i[0], 1) + __shfl_down(f[0], 2) + __ballot(1) + __any(1) + __all(0);
        }
    """,
    "device library": """
        #include <cassert>
        #include <cstdio>
        #include <cstring>
        #include <new>
        struct node { int value; node *next; };
        __global__ void k(char *p, clock_t *t) {
            assert(p != nullptr && "no data"); printf("%d %f\\n", threadIdx.x, 1.0); memcpy(p, p + 8, 8); memset(p, 0, 4);
            int *a = new int[4]; delete[] a; node *n = new node; delete n; new (p) node; free(malloc(16));
            t[0] = clock(); t[1] = clock64(); if (p == nullptr) __trap();
        }
        int main() { assert(clock() >= 0); int *p = new int; delete p; memcpy(p, p, 0); printf("%d\\n", 1); free(malloc(1)); }
    """,
    "memory": """
        __constant__ float coefficients[9]; __device__ int counter; __device__ float *pointer;
        #define CHECK(call) do { cudaError_t e = (call); if (e != cudaSuccess) fprintf(stderr, "%s %s\\n", \
            cudaGetErrorString(e), cudaGetErrorName(e)); } while (0)
        int main() {
            float *d, *h; size_t pitch, free_bytes, total; int n; float host[9];
            CHECK(cudaMalloc((void **)&d, 4)); CHECK(cudaMalloc(&d, 4)); cudaMallocHost(&h, 4); cudaMallocHost((void **)&h, 4);
            cudaHostAlloc(&h, 4, cudaHostAllocMapped); cudaMallocManaged(&d, 4); cudaMallocManaged(&d, 4, cudaMemAttachGlobal);
            cudaMallocPitch(&d, &pitch, 4, 4); cudaHostGetDevicePointer(&d, h, 0); cudaHostRegister(h, 4, cudaHostRegisterDefault);
            cudaMemcpy(d, h, 4, cudaMemcpyHostToDevice); cudaMemcpyAsync(d, h, 4, cudaMemcpyDefault);
            cudaMemcpy2D(d, pitch, h, 4, 4, 1, cudaMemcpyHostToDevice); cudaMemset(d, 0, 4); cudaMemsetAsync(d, 0, 4, 0);
            cudaMemcpyToSymbol(coefficients, host, sizeof(host)); cudaMemcpyToSymbol(counter, &n, 4, 0, cudaMemcpyHostToDevice);
            cudaMemcpyFromSymbol(&n, counter, 4); cudaMemcpyToSymbolAsync(counter, &n, 4); cudaGetSymbolAddress((void **)&d, counter);
            cudaGetSymbolSize(&total, coefficients); cudaMemcpyToSymbol(pointer, &d, sizeof(d));
            cudaMemGetInfo(&free_bytes, &total); cudaMemPrefetchAsync(d, 4, 0); cudaMemPrefetchAsync(d, 4, cudaCpuDeviceId, 0);
            cudaMemAdvise(d, 4, cudaMemAdviseSetReadMostly, 0); cudaPointerAttributes a; cudaPointerGetAttributes(&a, d);
            cudaMemLocation where = {cudaMemLocationTypeDevice, 0}; cudaMemPrefetchAsync(d, 4, where, 0);
            cudaMallocAsync(&d, 4, 0); cudaFreeAsync(d, 0); cudaFreeHost(h); cudaHostUnregister(h); CHECK(cudaFree(d));
            cudaExtent e = make_cudaExtent(1, 2, 3); cudaPitchedPtr p = make_cudaPitchedPtr(d, 1, 2, 3); cudaMalloc3D(&p, e);
            cudaMemcpy3DParms copy = {0}; copy.srcPtr = p; copy.extent = e; copy.kind = cudaMemcpyDeviceToDevice; cudaMemcpy3D(&copy);
            return a.type == cudaMemoryTypeDevice;
        }
    """,
    "devices": """
        int main() {
            int n, value, least, greatest; cudaDeviceProp p; size_t limit; cudaDeviceProp zero = {};
            cudaGetDeviceCount(&n); cudaSetDevice(0); cudaGetDevice(&n); cudaGetDeviceProperties(&p, 0);
            printf("%s %zu %d %d %d %d\\n", p.name, p.totalGlobalMem, p.major, p.multiProcessorCount, p.clockRate, zero.warpSize);
            cudaDeviceGetAttribute(&value, cudaDevAttrMultiProcessorCount, 0); cudaDeviceSetLimit(cudaLimitStackSize, 1024);
            cudaDeviceGetLimit(&limit, cudaLimitMallocHeapSize); cudaDeviceSetCacheConfig(cudaFuncCachePreferL1); cudaDeviceReset();
            cudaDeviceSynchronize(); cudaThreadSynchronize(); cudaThreadExit(); cudaRuntimeGetVersion(&n); cudaDriverGetVersion(&n);
            cudaDeviceCanAccessPeer(&n, 0, 1); cudaDeviceEnablePeerAccess(1, 0); cudaSetDeviceFlags(cudaDeviceMapHost);
            cudaDeviceGetStreamPriorityRange(&least, &greatest); cudaChooseDevice(&n, &p); cudaProfilerStart(); cudaProfilerStop();
            return cudaGetLastError() == cudaErrorInvalidValue || cudaPeekAtLastError() == CUDART_VERSION;
        }
    """,
    "streams and events": """
        void CUDART_CB done(cudaStream_t, cudaError_t, void *) {}
        void CUDART_CB work(void *) {}
        struct Job { static void late(void *); };
        void Job::CUDART_CB late(void *) {}
        int main() {
            cudaStream_t s; cudaEvent_t a, b; float ms; cudaStreamCreate(&s); cudaStreamCreateWithFlags(&s, cudaStreamNonBlocking);
            cudaStreamCreateWithPriority(&s, cudaStreamDefault, 0); cudaEventCreate(&a); cudaEventCreate(&b, cudaEventDisableTiming);
            cudaEventCreateWithFlags(&b, cudaEventBlockingSync); cudaEventRecord(a); cudaEventRecord(b, s); cudaEventSynchronize(b);
            cudaEventElapsedTime(&ms, a, b); cudaStreamWaitEvent(s, a, 0); cudaStreamWaitEvent(s, a); cudaStreamAddCallback(s, done, 0, 0);
            cudaLaunchHostFunc(s, work, nullptr); cudaStreamQuery(s); cudaEventQuery(a); cudaStreamSynchronize(s);
            cudaStreamSynchronize(cudaStreamPerThread); cudaEventDestroy(a); cudaStreamDestroy(s);
        }
    """,
    "launches": """
        template <class T> __global__ void generic(T *x, int n) { if (n) x[0] = n; }
        extern "C" __global__ void plain(float *x) { x[0] = 1; }
        size_t dynamic_shared(int block) { return block * 4; }
        int main() {
            float *x = nullptr; int n = 1, grid, block, blocks; void *args[] = {&x, &n}; cudaFuncAttributes a; cudaStream_t s = 0;
            generic<<<1, 32>>>(x, n); generic<float><<<dim3(1), dim3(32), 16, s>>>(x, n);
            cudaLaunchKernel(plain, 1, 32, args); cudaLaunchKernel((void *)plain, dim3(1), dim3(32), args, 0, 0);
            cudaLaunchCooperativeKernel((void *)generic<float>, 1, 32, args); cudaFuncGetAttributes(&a, plain);
            cudaFuncSetAttribute(generic<int>, cudaFuncAttributeMaxDynamicSharedMemorySize, 1 << 16);
            cudaFuncSetCacheConfig(plain, cudaFuncCachePreferShared);
            cudaOccupancyMaxPotentialBlockSize(&grid, &block, generic<float>, 0, 0);
            cudaOccupancyMaxPotentialBlockSizeVariableSMem(&grid, &block, plain, dynamic_shared);
            cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, plain, 32, 0);
            cudaLaunchConfig_t config = {}; config.gridDim = 1; cudaLaunchKernelEx(&config, plain, x);
        }
    """,
    "lambdas": """
        template <class F> __global__ void apply(F f, int n) { if (threadIdx.x < n) f(threadIdx.x); }
        int main() {
            float *x = nullptr; auto f = [=] __device__(int i) { x[i] = sqrtf(i); }; apply<<<1, 32>>>(f, 3);
            apply<<<1, 32>>>([=] __host__ __device__(int i) { x[i] = i; }, 3);
        }
    """,
    "textures": """
        texture<float, 2, cudaReadModeElementType> plane; texture<float4, cudaTextureType1D> line;
        texture<uchar4, 2, cudaReadModeNormalizedFloat> image; surface<void, cudaSurfaceType2D> out;
        __global__ void k(float *x, cudaTextureObject_t t, cudaSurfaceObject_t s) {
            x[0] = tex2D(plane, 1.f, 2.f) + tex1Dfetch(line, 3).x + tex2D(image, 1, 1).y + tex2D<float>(t, 1, 2) + tex3D<float4>(t, 1, 2, 3).w
                + tex1Dfetch<float>(t, 3) + tex2DLayered<float>(t, 1, 2, 3) + tex2DLod<float>(t, 1, 2, 0);
            surf2Dwrite(x[0], s, 4, 5); surf2Dread(x, s, 4, 5); surf2Dwrite(x[0], out, 4, 5, cudaBoundaryModeClamp);
        }
        int main() {
            float *d = nullptr; cudaArray_t array; cudaChannelFormatDesc c = cudaCreateChannelDesc<float>(); cudaArray *old;
            c = cudaCreateChannelDesc(32, 0, 0, 0, cudaChannelFormatKindFloat); cudaMallocArray(&array, &c, 4, 4); cudaMallocArray(&old, &c, 4);
            cudaMemcpyToArray(array, 0, 0, d, 4, cudaMemcpyHostToDevice); cudaMemcpy2DToArray(array, 0, 0, d, 4, 4, 1, cudaMemcpyHostToDevice);
            plane.addressMode[0] = cudaAddressModeWrap; plane.filterMode = cudaFilterModeLinear; plane.normalized = true;
            cudaBindTextureToArray(plane, array, c); cudaBindTextureToArray(plane, old); cudaBindTexture(0, line, d, 16); cudaUnbindTexture(line);
            cudaResourceDesc r; r.resType = cudaResourceTypeArray; r.res.array.array = array; cudaTextureDesc t = {}; t.readMode = cudaReadModeElementType;
            cudaTextureObject_t o; cudaCreateTextureObject(&o, &r, &t, NULL); cudaDestroyTextureObject(o); cudaFreeArray(array);
        }
    """,
    "graphs": """
        int main() {
            cudaGraph_t g; cudaGraphExec_t e; cudaStream_t s; cudaGraphNode_t n; cudaStreamCreate(&s); void *args[1];
            cudaStreamBeginCapture(s, cudaStreamCaptureModeGlobal); cudaStreamEndCapture(s, &g); cudaGraphInstantiate(&e, g, NULL, NULL, 0);
            cudaGraphInstantiate(&e, g, 0); cudaGraphInstantiate(&e, g); cudaGraphLaunch(e, s); cudaGraphCreate(&g, 0);
            cudaKernelNodeParams k = {0}; k.gridDim = dim3(1); k.kernelParams = args; cudaGraphAddKernelNode(&n, g, &n, 1, &k);
            cudaMemcpy3DParms c = {0}; cudaGraphAddMemcpyNode(&n, g, NULL, 0, &c); cudaMemsetParams m = {0}; cudaGraphAddMemsetNode(&n, g, NULL, 0, &m);
            cudaHostNodeParams h = {0}; cudaGraphAddHostNode(&n, g, NULL, 0, &h); cudaGraphNodeParams p = {cudaGraphNodeTypeKernel};
            cudaGraphAddNode(&n, g, NULL, 0, &p); cudaGraphAddNode(&n, g, NULL, NULL, 0, &p); cudaGraphExecDestroy(e); cudaGraphDestroy(g);
        }
    """,
    "driver": """
        #include <cuda.h>
        int main() {
            CUdevice d; CUcontext c; CUmodule m; CUfunction f; CUdeviceptr p; char name[64]; size_t bytes; int n; void *args[] = {&p};
            cuInit(0); cuDeviceGet(&d, 0); cuDeviceGetName(name, 64, d); cuDeviceTotalMem(&bytes, d); cuCtxCreate(&c, 0, d);
            cuDeviceGetAttribute(&n, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, d); cuModuleLoadData(&m, name); cuModuleGetFunction(&f, m, "k");
            cuMemAlloc(&p, 4); cuMemcpyHtoD(p, name, 4); cuLaunchKernel(f, 1, 1, 1, 32, 1, 1, 0, 0, args, 0); cuMemcpyDtoH(name, p, 4);
            cuMemFree(p); cuCtxSynchronize(); CUstream s; cudaStream_t same = nullptr; s = same; cuStreamCreate(&s, CU_STREAM_NON_BLOCKING);
            CUmemAllocationProp prop = {}; cuMemGetAllocationGranularity(&bytes, &prop, CU_MEM_ALLOC_GRANULARITY_MINIMUM);
            return cuCtxDestroy(c) == CUDA_ERROR_INVALID_VALUE || CUDA_VERSION < 12000;
        }
    """,
    "half": """
        #include <cuda_fp16.h>
        #include <cuda_bf16.h>
        __global__ void k(half *h, half2 *p, __nv_bfloat16 *b, __nv_bfloat162 *q) {
            half a = h[0] + h[1] * __float2half(2.f); a += h[2]; a = 1.f; float x = __half2float(a) + float(a); x = a; if (a > h[1]) a = -a;
            p[0] = __hfma2(p[1], p[2], p[3]) + __floats2half2_rn(x, x); x += __low2float(p[0]) + __half22float2(p[0]).y; h[1] = hsqrt(a);
            b[0] = __float2bfloat16(x); x = __bfloat162float(b[1]); b[1] = (__nv_bfloat16)x; q[0] = __floats2bfloat162_rn(x, x);
            x = __bfloat1622float2(q[0]).x; a = __shfl_xor_sync(~0u, a, 1); atomicAdd(h, a); h[3] = __ldg(h); h[4] = __hadd(a, __hmul(a, a));
            h[5] = __ushort_as_half(1); unsigned short bits = __half_as_ushort(a); h[6] = __int2half_rn(bits); p[0].x = a; p[1] = make_half2(a, a);
            b[2] = __hmax(b[0], b[1]); if (__hgt(a, a) || __hisnan(a)) h[7] = __habs(a); __stcs(h, a); h[8] = half(2);
        }
        int main() { half h = __float2half(1.5f); return (int)__half2float(h) + sizeof(half2) + (float)__float2bfloat16(1); }
    """,
    "float8": """
        #include <cuda_fp8.h>
        __global__ void k(__nv_fp8_e4m3 *a, __nv_fp8x2_e5m2 *b, __nv_fp8x4_e4m3 *c, float *x) {
            x[0] = float(a[0]) + float2(b[0]).y + float4(c[0]).w; a[1] = __nv_fp8_e4m3(x[1]); a[2] = __nv_fp8_e4m3(__float2half(x[2]));
            b[1] = __nv_fp8x2_e5m2(make_float2(x[3], x[4])); c[1] = __nv_fp8x4_e4m3(make_float4(1, 2, 3, x[5]));
            a[3].__x = __nv_cvt_float_to_fp8(x[6], __NV_SATFINITE, __NV_E4M3); __half h = __half(a[4]); x[7] = __half2float(h);
            x[8] = __half2float(__nv_cvt_fp8_to_halfraw(a[5].__x, __NV_E5M2)); a[6] = __nv_fp8_e4m3(__float2bfloat16(x[9]));
        }
        int main() { __nv_fp8_storage_t bits = __nv_cvt_float_to_fp8(1.5f, __NV_NOSAT, __NV_E5M2); return (int)float(__nv_fp8_e5m2(3)) + bits; }
    """,
    "cooperative groups": """
        #include <cooperative_groups.h>
        #include <cooperative_groups/memcpy_async.h>
        #include <cooperative_groups/reduce.h>
        #include <cooperative_groups/scan.h>
        namespace cg = cooperative_groups;
        template <class Group> __device__ float fold(const Group &g, float x) {
            for (int i = g.size() / 2; i > 0; i /= 2) x += g.shfl_down(x, i);
            return x;
        }
        __global__ void k(float *f) {
            cg::thread_block block = cg::this_thread_block(); cg::thread_block_tile<32> warp = cg::tiled_partition<32>(block);
            auto small = cg::tiled_partition<8>(warp); cg::grid_group grid = cg::this_grid(); __shared__ float s[32];
            float x = cg::reduce(warp, f[0], cg::plus<float>()) + cg::reduce(small, f[1], cg::greater<float>()) + fold(warp, f[2]);
            x += cg::inclusive_scan(warp, x) + warp.shfl_xor(x, 1) + warp.any(1) + warp.ballot(1) + warp.meta_group_rank();
            block.sync(); warp.sync(); grid.sync(); cg::sync(block); cg::memcpy_async(block, s, f, sizeof(float) * 32); cg::wait(block);
            cg::coalesced_group active = cg::coalesced_threads(); x += active.shfl(x, 0) + block.thread_index().x + block.group_index().y;
            cg::thread_group any_group = cg::tiled_partition(block, 4); any_group.sync(); if (block.thread_rank() == 0) f[grid.thread_rank()] = x;
        }
    """,
    "copies in stages": """
        #include <cuda/barrier>
        #include <cuda/pipeline>
        #include <cuda/std/type_traits>
        #include <cuda_pipeline.h>
        __global__ void k(float *f) {
            __shared__ float s[32]; __shared__ cuda::barrier<cuda::thread_scope_block> b; if (threadIdx.x == 0) init(&b, blockDim.x);
            __pipeline_memcpy_async(s, f, 4); __pipeline_commit(); __pipeline_wait_prior(0);
            auto pipe = cuda::make_pipeline(); pipe.producer_acquire(); cuda::memcpy_async(s, f, cuda::aligned_size_t<4>(4), pipe);
            pipe.producer_commit(); pipe.consumer_wait(); pipe.consumer_release(); cuda::memcpy_async(s, f, 4, b); b.arrive_and_wait();
            auto token = b.arrive(); b.wait(std::move(token)); static_assert(cuda::std::is_same<int, int>::value, "");
        }
    """,
    "tensor cores": """
        #include <mma.h>
        using namespace nvcuda;
        __global__ void k(half *a, half *b, float *c) {
            wmma::fragment<wmma::matrix_a, 16, 16, 16, half, wmma::row_major> fa; wmma::fragment<wmma::matrix_b, 16, 16, 16, half, wmma::col_major> fb;
            wmma::fragment<wmma::accumulator, 16, 16, 16, float> fc; wmma::fill_fragment(fc, 0.0f); wmma::load_matrix_sync(fa, a, 16);
            wmma::load_matrix_sync(fb, b, 16); wmma::mma_sync(fc, fa, fb, fc); for (int i = 0; i < fc.num_elements; i++) fc.x[i] *= 2;
            wmma::store_matrix_sync(c, fc, 16, wmma::mem_row_major);
        }
    """,
    "random numbers, complex numbers, marks": """
        #include <cuComplex.h>
        #include <cuda_profiler_api.h>
        #include <curand_kernel.h>
        #include <math_constants.h>
        #include <nvtx3/nvToolsExt.h>
        __global__ void k(curandState *s, float *f) {
            curandState own = s[threadIdx.x]; curand_init(1, threadIdx.x, 0, &own);
            f[0] = curand_uniform(&own) + curand_normal(&own) + curand_uniform_double(&own) + curand(&own); s[threadIdx.x] = own;
            cuFloatComplex z = cuCmulf(make_cuFloatComplex(1, 2), make_cuFloatComplex(3, 4)); f[1] = cuCabsf(z) * CUDART_PI_F + CUDART_INF_F;
        }
        int main() { nvtxRangePush("copy"); nvtxRangePop(); curandState *s; return cudaMalloc(&s, sizeof(curandState)); }
    """,
    "dynamic parallelism": """
        __global__ void child(int *x) { x[0] = 1; }
        __global__ void parent(int *x) {
            child<<<1, 1>>>(x); cudaStream_t s; cudaStreamCreateWithFlags(&s, cudaStreamNonBlocking); child<<<1, 1, 0, s>>>(x);
            if (cudaGetLastError() != cudaSuccess) printf("%s", cudaGetErrorString(cudaPeekAtLastError()));
        }
        int main() { parent<<<1, 1>>>(nullptr); }
    """,
}
