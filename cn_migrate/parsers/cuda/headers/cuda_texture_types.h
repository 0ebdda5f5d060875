// CUDA's include name for texture references.
#pragma once

#include "cn/texture_references.h"
