// CUDA's include name for the libraries' element types.
#pragma once

#include "cn/library_types.h"
