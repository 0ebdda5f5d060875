/* What the C and the C++ source of the program share. */
#pragma once

#include "cnative.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The kernel that sets x[i] to `value`, i added to its x. */
const void *fill_kernel(void);
const void *offset_symbol(void);
cn_error_t last_error_in_cxx(void);
enum cn_error_t free_in_cxx(void *pointer, cn_stream_t stream);

#ifdef __cplusplus
}
#endif
