/*
 * vector_add: c[i] = a[i] + b[i], the smallest complete CUDA program.
 *
 * usage: vector_add [elements]
 */
#include <cuda_runtime.h>

#include <stdio.h>
#include <stdlib.h>

#define THREADS_PER_BLOCK 256

/* One thread per element; the last block may be partly idle. */
__global__ void vectorAdd(const float *a, const float *b, float *c, int count)
{
    int i = blockDim.x * blockIdx.x + threadIdx.x;

    if (i < count) {
        c[i] = a[i] + b[i];
    }
}

static unsigned int lcg_state = 12345u;

static float nextFloat(void)
{
    lcg_state = lcg_state * 1664525u + 1013904223u;
    return (float)(lcg_state >> 8) / 16777216.0f;
}

static void check(cudaError_t status, const char *what)
{
    if (status != cudaSuccess) {
        printf("FAIL vector_add: %s, got \"%s\", want \"no error\"\n", what, cudaGetErrorString(status));
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000003;
    size_t bytes = (size_t)count * sizeof(float);
    int blocks, i;
    float *a, *b, *c;
    float *d_a = NULL, *d_b = NULL, *d_c = NULL;

    if (count < 1) {
        fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }

    a = (float *)malloc(bytes);
    b = (float *)malloc(bytes);
    c = (float *)malloc(bytes);
    if (a == NULL || b == NULL || c == NULL) {
        fprintf(stderr, "out of host memory\n");
        return 2;
    }
    for (i = 0; i < count; ++i) {
        a[i] = nextFloat();
        b[i] = nextFloat() - 0.5f;
    }

    check(cudaMalloc((void **)&d_a, bytes), "cudaMalloc a");
    check(cudaMalloc((void **)&d_b, bytes), "cudaMalloc b");
    check(cudaMalloc((void **)&d_c, bytes), "cudaMalloc c");
    check(cudaMemcpy(d_a, a, bytes, cudaMemcpyHostToDevice), "copy a");
    check(cudaMemcpy(d_b, b, bytes, cudaMemcpyHostToDevice), "copy b");

    blocks = (count + THREADS_PER_BLOCK - 1) / THREADS_PER_BLOCK;
    vectorAdd<<<blocks, THREADS_PER_BLOCK>>>(d_a, d_b, d_c, count);
    check(cudaGetLastError(), "launch");

    check(cudaMemcpy(c, d_c, bytes, cudaMemcpyDeviceToHost), "copy c");

    /* A single float addition is correctly rounded everywhere: tolerance 0. */
    for (i = 0; i < count; ++i) {
        volatile float want = a[i] + b[i];
        if (c[i] != want) {
            printf("FAIL vector_add: c[%d], got %.9g, want %.9g\n", i, c[i], want);
            return EXIT_FAILURE;
        }
    }

    check(cudaFree(d_a), "free a");
    check(cudaFree(d_b), "free b");
    check(cudaFree(d_c), "free c");
    free(a);
    free(b);
    free(c);
    printf("PASS vector_add\n");
    return EXIT_SUCCESS;
}
