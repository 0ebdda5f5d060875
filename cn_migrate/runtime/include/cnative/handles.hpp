// SPDX-License-Identifier: MIT
// What programs hold of the library's objects.
#pragma once

namespace cn::types {

struct array;  // ours, where a program is `using namespace std` already

using stream_t = struct stream *;
using event_t = struct event *;
using array_t = struct array *;
using array_const_t = const array *;
using mipmapped_array_t = struct mipmapped_array *;
using mipmapped_array_const_t = const mipmapped_array *;
using mem_pool_t = struct mem_pool *;
using graph_t = struct graph *;
using graph_node_t = struct graph_node *;
using graph_exec_t = struct graph_exec *;
using driver_context = struct driver_context_record *;
using driver_module = struct loaded_module *;
using driver_function = struct kernel_record *;
using driver_link_state = struct link_state *;
using compiler_program = struct compiler_source *;

} // namespace cn::types
