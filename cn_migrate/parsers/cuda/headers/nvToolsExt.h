// NVTX's include name.
#pragma once

#include "cn/nvtx.h"
