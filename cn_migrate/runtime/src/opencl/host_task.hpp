// SPDX-License-Identifier: MIT
// Host functions in stream order: one thread runs them one after the other, each when the stream's
// earlier work is done; the stream goes on when the function has returned.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>

#include "capture.hpp"

namespace cn::opencl {

struct host_task {
    event_ref after; // the stream's earlier work
    event_ref gate;  // what the stream's later work waits for
    std::function<void(error_t)> run;
};

class host_thread {
  public:
    host_thread() { std::thread([this] { serve(); }).detach(); }

    void add(host_task task) {
        std::lock_guard<std::mutex> lock(guard);
        tasks.push_back(std::move(task));
        wake.notify_one();
    }

  private:
    host_task next() {
        std::unique_lock<std::mutex> lock(guard);
        wake.wait(lock, [this] { return !tasks.empty(); });
        host_task task = std::move(tasks.front());
        tasks.pop_front();
        return task;
    }

    [[noreturn]] void serve() {
        for (;;) {
            const host_task task = next();
            const event after = task.after.get();
            const int_t code = cl().WaitForEvents(1, &after);
            task.run(code == ok ? success : error_launch_failure);
            cl().SetUserEventStatus(task.gate.get(), execution_complete);
        }
    }

    std::mutex guard;
    std::condition_variable wake;
    std::deque<host_task> tasks;
};

inline host_thread &host_functions() {
    static auto *thread = new host_thread;
    return *thread;
}

/// Lets the stream's later work wait for an event of the same device. Call with the device locked.
inline void enqueue_wait_locked(stream &s, const event_ref &awaited) {
    enqueue_locked(s, "clEnqueueBarrierWithWaitList",
                   [&](command_queue queue, uint_t n, const event *waits, event *issued) {
                       std::vector<event> all(waits, waits + n);
                       all.push_back(awaited.get());
                       return cl().EnqueueBarrierWithWaitList(
                           queue, static_cast<uint_t>(all.size()), all.data(), issued);
                   });
}

inline void enqueue_wait(stream &s, const event_ref &awaited) {
    std::lock_guard<std::mutex> lock(s.owner->order);
    enqueue_wait_locked(s, awaited);
}

inline void enqueue_host_task(stream &s, std::function<void(error_t)> run) {
    if (s.capturing != nullptr) {
        const auto issue = [run = std::move(run)](stream_t into) {
            enqueue_host_task(resolve(into), run);
        };
        add_captured(s, std::make_shared<plain_work>(graph_node_type_host, issue));
        return;
    }
    int_t code = ok;
    event_ref gate(cl().CreateUserEvent(s.owner->context, &code));
    check(code, "clCreateUserEvent");
    std::lock_guard<std::mutex> lock(s.owner->order);
    event_ref after = enqueue_locked(
        s, "clEnqueueMarkerWithWaitList",
        [](command_queue queue, uint_t n, const event *waits, event *issued) {
            return cl().EnqueueMarkerWithWaitList(queue, n, waits, issued);
        });
    // In this order: some drivers run what is flushed at once, and would wait here for the gate.
    host_functions().add({std::move(after), gate, std::move(run)});
    enqueue_wait_locked(s, gate);
}

} // namespace cn::opencl
