// cudaCreateChannelDesc<T>(): the channel format of a type.
// Source: CUDA Runtime API, "C++ API Routines".
#pragma once

#include "cuda_runtime_api.h"

#ifdef __cplusplus
// With a body, which nobody runs: without one it cannot be used with types that have no linkage.
template <class T> cudaChannelFormatDesc cudaCreateChannelDesc(void) { return {}; }
cudaChannelFormatDesc cudaCreateChannelDescHalf(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf1(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf2(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf4(void);
#endif
