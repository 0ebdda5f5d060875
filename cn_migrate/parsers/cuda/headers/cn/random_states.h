// The generators' states, which host code shares.
#pragma once

#include "../../../../runtime/include/cnative/random_states.hpp"
#include "../vector_functions.h"
