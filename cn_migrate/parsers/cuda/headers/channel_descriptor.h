// cudaCreateChannelDesc<T>(): the channel format of a type.
// Source: CUDA Runtime API, "C++ API Routines".
#pragma once

#include "cuda_runtime_api.h"

#ifdef __cplusplus
template <class T> cudaChannelFormatDesc cudaCreateChannelDesc(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf1(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf2(void);
cudaChannelFormatDesc cudaCreateChannelDescHalf4(void);
#endif
