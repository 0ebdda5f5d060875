// CUDA's include name for the pipeline primitives.
#pragma once

#include "cuda_pipeline.h"
