// Graphs: built and captured, with memory of their own, events, nodes turned off, and what is refused.
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

static const int n = 1000;

static std::vector<int> values_of(const int *x) {
    std::vector<int> values(n);
    OK(cn::memcpy(values.data(), x, n * sizeof(int), cn::memcpy_device_to_host));
    return values;
}

static void memory_of_a_graph() {
    cn::graph_t g;
    cn::graph_node_t allocate, write;
    OK(cn::graph_create(&g, 0));
    cn::mem_alloc_node_params memory{};
    memory.bytesize = n * sizeof(int);
    OK(cn::graph_add_mem_alloc_node(&allocate, g, nullptr, 0, &memory));
    cn::memset_params sevens{memory.dptr, 0, 7, 4, n, 1};
    OK(cn::graph_add_memset_node(&write, g, &allocate, 1, &sevens));
    cn::graph_exec_t exec;
    OK(cn::graph_instantiate(&exec, g));
    std::uint64_t used = 1;
    OK(cn::device_get_graph_mem_attribute(0, cn::graph_mem_attr_used_mem_current, &used));
    CHECK(used == 0);
    OK(cn::graph_launch(exec, nullptr));
    OK(cn::device_get_graph_mem_attribute(0, cn::graph_mem_attr_used_mem_current, &used));
    CHECK(used == n * sizeof(int));
    OK(cn::free(memory.dptr)); // the graph keeps it, and can run again
    OK(cn::graph_launch(exec, nullptr));
    OK(cn::graph_exec_destroy(exec));
    OK(cn::graph_destroy(g));
    const std::vector<int> values = values_of(static_cast<int *>(memory.dptr)); // not freed since
    CHECK(values.front() == 7 && values.back() == 7);
    OK(cn::free(memory.dptr));
    CHECK_ERROR(cn::free(memory.dptr), cn::error_invalid_value);
}

static void nodes_turned_off(int *x) {
    cn::graph_t g;
    cn::graph_node_t first, second;
    OK(cn::graph_create(&g, 0));
    int value = 3, count = n;
    void *arguments[] = {&x, &value, &count};
    cn::kernel_node_params p{reinterpret_cast<void *>(fill), {16}, {64}, 0, arguments, nullptr};
    OK(cn::graph_add_kernel_node(&second, g, nullptr, 0, &p));
    value = 1; // the node has its own
    cn::memset_params bytes{x, 0, 1, 1, n * sizeof(int), 1};
    OK(cn::graph_add_memset_node(&first, g, nullptr, 0, &bytes));
    OK(cn::graph_add_dependencies(g, &first, &second, 1)); // against the order of making
    cn::graph_exec_t exec;
    OK(cn::graph_instantiate(&exec, g));
    OK(cn::graph_launch(exec, nullptr));
    CHECK(values_of(x).back() == 3);
    OK(cn::graph_node_set_enabled(exec, second, 0));
    OK(cn::graph_launch(exec, nullptr));
    CHECK(values_of(x).back() == 0x01010101);
    std::size_t edges = 4;
    cn::graph_node_t from[4], to[4];
    OK(cn::graph_get_edges(g, from, to, &edges));
    CHECK(edges == 1 && from[0] == first && to[0] == second);
    OK(cn::graph_remove_dependencies(g, from, to, 1));
    CHECK_ERROR(cn::graph_remove_dependencies(g, from, to, 1), cn::error_invalid_value);
    OK(cn::graph_exec_destroy(exec));
    OK(cn::graph_destroy(g));
    CHECK_ERROR(cn::graph_destroy(g), cn::error_invalid_value);
    CHECK_ERROR(cn::graph_launch(exec, nullptr), cn::error_invalid_value);
}

static void captured(int *x) {
    cn::stream_t s;
    cn::event_t start, end;
    OK(cn::stream_create(&s));
    OK(cn::event_create(&start));
    OK(cn::event_create(&end));
    cn::graph_t g, inner;
    OK(cn::stream_begin_capture(s, cn::stream_capture_mode_global));
    int *own = nullptr;
    OK(cn::malloc_async(&own, n * sizeof(int), s));
    cn::launch(16, 64, 0, s, [&] { fill(own, 5, n); });
    cn::launch(16, 64, 0, s, [&] { add(x, own, n); });
    OK(cn::free_async(own, s));
    OK(cn::stream_end_capture(s, &inner));
    cn::graph_exec_t child;
    OK(cn::graph_instantiate(&child, inner));

    OK(cn::stream_begin_capture(s, cn::stream_capture_mode_global));
    OK(cn::event_record_with_flags(start, s, cn::event_record_external));
    OK(cn::memset_async(x, 0, n * sizeof(int), s));
    OK(cn::graph_launch(child, s)); // becomes a node
    OK(cn::event_record_with_flags(end, s, cn::event_record_external));
    CHECK_ERROR(cn::event_record_with_flags(end, nullptr, cn::event_record_external),
                cn::error_invalid_value);
    cn::stream_capture_status status;
    unsigned long long id = 0;
    cn::graph_t into = nullptr;
    const cn::graph_node_t *after = nullptr;
    std::size_t count = 0;
    OK(cn::stream_get_capture_info(s, &status, &id, &into, &after, &count));
    CHECK(status == cn::stream_capture_status_active && id != 0 && count == 1);
    cn::graph_node_t more;
    cn::memset_params last{x, 0, 9, 4, 1, 1};
    OK(cn::graph_add_memset_node(&more, into, after, count, &last));
    OK(cn::stream_update_capture_dependencies(s, &more, 1, cn::stream_set_capture_dependencies));
    OK(cn::stream_end_capture(s, &g));
    CHECK(g == into);
    cn::graph_exec_t exec;
    OK(cn::graph_instantiate(&exec, g));
    for (int i = 0; i < 2; ++i) {
        OK(cn::graph_launch(exec, s));
    }
    OK(cn::stream_synchronize(s));
    const std::vector<int> values = values_of(x);
    CHECK(values[0] == 9 && values[1] == 5 && values.back() == 5);
    float milliseconds = -1;
    OK(cn::event_elapsed_time(&milliseconds, start, end));
    CHECK(milliseconds > 0);

    // A stream that ends before the capture does.
    cn::stream_t side;
    cn::event_t fork, join;
    OK(cn::event_create(&fork));
    OK(cn::event_create(&join));
    OK(cn::stream_create(&side));
    OK(cn::stream_begin_capture(s, cn::stream_capture_mode_global));
    OK(cn::event_record(fork, s));
    OK(cn::stream_wait_event(side, fork));
    OK(cn::memset_async(x, 1, n, side));
    OK(cn::event_record(join, side));
    OK(cn::stream_wait_event(s, join));
    OK(cn::stream_destroy(side));
    OK(cn::stream_end_capture(s, &g));
    OK(cn::graph_destroy(g));

    // Into a graph that there is, behind its last node.
    cn::graph_t whole;
    OK(cn::graph_create(&whole, 0));
    cn::graph_node_t before;
    OK(cn::graph_add_empty_node(&before, whole, nullptr, 0));
    OK(cn::stream_begin_capture_to_graph(s, whole, &before, nullptr, 1,
                                         cn::stream_capture_mode_relaxed));
    cn::launch(16, 64, 0, s, [&] { fill(x, 2, n); });
    OK(cn::stream_end_capture(s, &g));
    CHECK(g == whole);
    OK(cn::graph_node_get_dependent_nodes(before, nullptr, &count));
    CHECK(count == 1);

    CHECK_ERROR(cn::stream_begin_capture(nullptr, cn::stream_capture_mode_global),
                cn::error_stream_capture_unsupported);
    CHECK_ERROR(cn::stream_end_capture(s, &g), cn::error_illegal_state);
    OK(cn::graph_exec_destroy(exec));
    OK(cn::graph_exec_destroy(child));
    OK(cn::stream_destroy(s));
}

static void refused(int *x) {
    cn::graph_t g;
    cn::graph_node_t node;
    OK(cn::graph_create(&g, 0));
    cn::graph_node_params p = {cn::graph_node_type_conditional, {}, {}, 0};
    CHECK_ERROR(cn::graph_add_node(&node, g, nullptr, 0, &p), cn::error_not_supported);
    cn::kernel_node_params k{reinterpret_cast<void *>(values_of), {1}, {1}, 0, nullptr, nullptr};
    CHECK_ERROR(cn::graph_add_kernel_node(&node, g, nullptr, 0, &k),
                cn::error_invalid_device_function);
    cn::memset_params odd{x, 0, 0, 3, 1, 1};
    CHECK_ERROR(cn::graph_add_memset_node(&node, g, nullptr, 0, &odd), cn::error_invalid_value);
    cn::graph_node_t a, b;
    OK(cn::graph_add_empty_node(&a, g, nullptr, 0));
    OK(cn::graph_add_empty_node(&b, g, &a, 1));
    OK(cn::graph_add_dependencies(g, &b, &a, 1));
    cn::graph_exec_t exec;
    CHECK_ERROR(cn::graph_instantiate(&exec, g), cn::error_invalid_value);
    OK(cn::graph_destroy(g));
}

int main() {
    int *x = nullptr;
    OK(cn::malloc(&x, n * sizeof(int)));
    memory_of_a_graph();
    nodes_turned_off(x);
    captured(x);
    refused(x);
    OK(cn::free(x));
    return result();
}
