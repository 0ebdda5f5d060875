// SPDX-License-Identifier: MIT
// The older name of cusparse.h.
#pragma once

#include "cusparse.h"
