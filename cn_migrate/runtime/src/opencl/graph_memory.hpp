// SPDX-License-Identifier: MIT
// Memory that graphs allocate. It has its address from the making of the node on and is kept for the
// graph's launches; to free it says only that the program needs its contents no more.
#pragma once

#include "allocation.hpp"
#include "capture.hpp"

namespace cn::opencl {

/// The memory of one allocating node, shared by the copies of its graph.
class graph_memory {
  public:
    explicit graph_memory(const allocation &a) : own(a) {}
    graph_memory(const graph_memory &) = delete;
    graph_memory &operator=(const graph_memory &) = delete;
    ~graph_memory(); // what the program has not freed is then like any other memory

    void *base() const { return own.base; }
    std::size_t size() const { return own.size; }

    std::atomic<bool> in_use{false}; // allocated by a launch, and not freed since

  private:
    const allocation own;
};

class graph_memory_table {
  public:
    std::shared_ptr<graph_memory> add(device &d, std::size_t size) {
        detail::require(size != 0, error_invalid_value);
        auto made = std::make_shared<graph_memory>(allocate(d, memory_kind::device, size));
        std::lock_guard<std::mutex> lock(guard);
        known[made->base()] = made.get();
        reserved += size;
        most_reserved = std::max(most_reserved, reserved);
        return made;
    }

    void remove(const graph_memory &m) {
        std::lock_guard<std::mutex> lock(guard);
        known.erase(m.base());
        reserved -= m.size();
    }

    /// Frees memory of a graph, which keeps it; false for any other.
    bool leave(void *pointer) { return mark(pointer, false); }

    /// Says whether memory of a graph is in use; false for any other.
    bool mark(void *pointer, bool used) {
        std::lock_guard<std::mutex> lock(guard);
        const auto found = known.find(pointer);
        if (found == known.end()) {
            return false;
        }
        found->second->in_use = used;
        most_used = std::max(most_used, used_bytes());
        return true;
    }

    /// Bytes in use, the most that were, bytes held for graphs, the most that were.
    std::size_t bytes(int what) {
        std::lock_guard<std::mutex> lock(guard);
        const std::size_t all[] = {used_bytes(), most_used, reserved, most_reserved};
        return all[what];
    }

    void forget_most() {
        std::lock_guard<std::mutex> lock(guard);
        most_used = used_bytes();
        most_reserved = reserved;
    }

  private:
    std::size_t used_bytes() const {
        std::size_t sum = 0;
        for (const auto &[base, m] : known) {
            sum += m->in_use ? m->size() : 0;
        }
        return sum;
    }

    std::mutex guard;
    std::map<void *, graph_memory *> known;
    std::size_t reserved = 0, most_reserved = 0, most_used = 0;
};

inline graph_memory_table &graph_memories() {
    static auto *all = new graph_memory_table;
    return *all;
}

inline graph_memory::~graph_memory() {
    graph_memories().remove(*this);
    if (!in_use) {
        detail::call([&] {
            synchronize(*own.owner);
            release(own);
        });
    }
}

struct allocation_work : node_work {
    explicit allocation_work(std::size_t bytes)
        : node_work(graph_node_type_mem_alloc), memory(graph_memories().add(current_device(), bytes)) {}
    void run(stream_t) const override { graph_memories().mark(memory->base(), true); }

    const std::shared_ptr<graph_memory> memory;
};

struct release_work : node_work {
    explicit release_work(void *p) : node_work(graph_node_type_mem_free), pointer(p) {}
    void run(stream_t) const override { graph_memories().mark(pointer, false); }

    void *const pointer;
};

} // namespace cn::opencl
