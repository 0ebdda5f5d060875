// CUDA's include name for cooperative groups.
#pragma once

#include "cn/cooperative_groups_types.h"
