// SPDX-License-Identifier: MIT
// Atomic objects of CUDA's extended standard library, for host code: what the host's own library does,
// under the names that kernels have it by.
// libcu++ documentation, "Synchronization Primitives".
#pragma once

#include <atomic>

namespace cuda {

enum thread_scope { thread_scope_system, thread_scope_device, thread_scope_block, thread_scope_thread = 10 };

using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_consume;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

/// A number of type Type that one thread at a time changes; on the host every scope is all threads.
template <class Type, thread_scope Scope = thread_scope_system>
class atomic : public std::atomic<Type> {
  public:
    using std::atomic<Type>::atomic;
    using std::atomic<Type>::operator=;
};

/// Atomic access to another object: in kernels only, so that host code can do no more than name it.
template <class Type, thread_scope Scope = thread_scope_system>
class atomic_ref;

} // namespace cuda
