// CUDA's include name for cooperative groups.
#pragma once

#include "cn/group_partition.h"
