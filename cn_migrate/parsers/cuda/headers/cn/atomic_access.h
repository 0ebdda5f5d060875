// What atomic objects and references have in common: the orders, and the members over CUDA's atomic functions.
// Orders become whole fences, which are at least as strong; a number of a type that CUDA has no function for is
// exchanged by comparing words of its size.
// Source: libcu++, "Memory Model"; C++20 standard, [atomics.order]; CUDA C++ Programming Guide, "Atomic Functions".
#pragma once

#include <type_traits>

#include "../cuda_runtime.h"
#include "extended_library.h"

namespace cuda {

enum memory_order {
    memory_order_relaxed,
    memory_order_consume,
    memory_order_acquire,
    memory_order_release,
    memory_order_acq_rel,
    memory_order_seq_cst
};

inline __device__ void atomic_thread_fence(memory_order order, thread_scope scope = thread_scope_system)
{
    if (order != memory_order_relaxed) {
        __threadfence();
    }
}

namespace detail {

// The word that stands for a T in a comparison.
template <class T>
using atomic_word = ::std::conditional_t<sizeof(T) == 8, unsigned long long int,
    ::std::conditional_t<sizeof(T) == 2, unsigned short int, unsigned int>>;

template <class T> __device__ atomic_word<T> to_word(T value)
{
    static_assert(sizeof(T) == 2 || sizeof(T) == 4 || sizeof(T) == 8, "CUDA has atomic functions of these sizes");
    if constexpr (::std::is_integral<T>::value) {
        return static_cast<atomic_word<T>>(value);
    } else {
        atomic_word<T> word;
        memcpy(&word, &value, sizeof(T));
        return word;
    }
}

template <class T> __device__ T from_word(atomic_word<T> word)
{
    if constexpr (::std::is_integral<T>::value) {
        return static_cast<T>(word);
    } else {
        T value;
        memcpy(&value, &word, sizeof(T));
        return value;
    }
}

template <class T> __device__ bool exchange_where_equal(T *object, T &expected, T wanted, memory_order order)
{
    atomic_thread_fence(order);
    const atomic_word<T> before = to_word(expected);
    const atomic_word<T> seen = atomicCAS(reinterpret_cast<atomic_word<T> *>(object), before, to_word(wanted));
    atomic_thread_fence(order);
    expected = from_word<T>(seen);
    return seen == before;
}

template <class T> __device__ T load(T *object, memory_order order)
{
    T seen = T();  // comparing and storing the same changes nothing
    exchange_where_equal(object, seen, seen, order);
    return seen;
}

// Whole words are stored at once; the object may have no value before.
template <class T> __device__ void store(T *object, T value, memory_order order)
{
    atomic_thread_fence(order);
    *reinterpret_cast<volatile atomic_word<T> *>(object) = to_word(value);
    atomic_thread_fence(order);
}

// The object changes from a value to what `change` makes of that; returns the value before.
template <class T, class Change> __device__ T update(T *object, Change change, memory_order order)
{
    T seen = load(object, memory_order_relaxed);
    while (!exchange_where_equal(object, seen, change(seen), order)) {
    }
    return seen;
}

template <class T> __device__ T exchange(T *object, T value, memory_order order)
{
    if constexpr (sizeof(T) >= 4) {
        atomic_thread_fence(order);
        const atomic_word<T> before = atomicExch(reinterpret_cast<atomic_word<T> *>(object), to_word(value));
        atomic_thread_fence(order);
        return from_word<T>(before);
    } else {
        return update(object, [=](T) { return value; }, order);
    }
}

template <class T> __device__ T add(T *object, T value, memory_order order)
{
    if constexpr (sizeof(T) >= 4 && ::std::is_integral<T>::value) {
        atomic_thread_fence(order);
        const atomic_word<T> before =
            atomicAdd(reinterpret_cast<atomic_word<T> *>(object), static_cast<atomic_word<T>>(value));
        atomic_thread_fence(order);
        return static_cast<T>(before);
    } else {
        return update(object, [=](T old) { return static_cast<T>(old + value); }, order);
    }
}

}  // namespace detail
}  // namespace cuda

// `place` is the address of the object, `constant` the qualifier of members that change it.
#define CN_ATOMIC_CHANGE(name, place, constant, result) \
    __device__ T name(T value, memory_order order = memory_order_seq_cst) constant \
    { \
        return detail::update(place, [=](T old) { return static_cast<T>(result); }, order); \
    }
#define CN_ATOMIC_COMPARE(name, place, constant) \
    __device__ bool name(T &expected, T wanted, memory_order order = memory_order_seq_cst) constant \
    { \
        return detail::exchange_where_equal(place, expected, wanted, order); \
    } \
    __device__ bool name(T &expected, T wanted, memory_order order, memory_order) constant \
    { \
        return detail::exchange_where_equal(place, expected, wanted, order); \
    }
#define CN_ATOMIC_MEMBERS(place, constant) \
    static constexpr bool is_always_lock_free = true; \
    __device__ bool is_lock_free() const { return true; } \
    __device__ T load(memory_order order = memory_order_seq_cst) constant { return detail::load(place, order); } \
    __device__ void store(T value, memory_order order = memory_order_seq_cst) constant \
    { \
        detail::store(place, value, order); \
    } \
    __device__ operator T() constant { return load(); } \
    __device__ T operator=(T value) constant { store(value); return value; } \
    __device__ T fetch_add(T value, memory_order order = memory_order_seq_cst) constant \
    { \
        return detail::add(place, value, order); \
    } \
    __device__ T fetch_sub(T value, memory_order order = memory_order_seq_cst) constant \
    { \
        return detail::add(place, static_cast<T>(-value), order); \
    } \
    __device__ T exchange(T value, memory_order order = memory_order_seq_cst) constant \
    { \
        return detail::exchange(place, value, order); \
    } \
    CN_ATOMIC_CHANGE(fetch_and, place, constant, old & value) \
    CN_ATOMIC_CHANGE(fetch_or, place, constant, old | value) \
    CN_ATOMIC_CHANGE(fetch_xor, place, constant, old ^ value) \
    CN_ATOMIC_CHANGE(fetch_min, place, constant, value < old ? value : old) \
    CN_ATOMIC_CHANGE(fetch_max, place, constant, old < value ? value : old) \
    CN_ATOMIC_COMPARE(compare_exchange_weak, place, constant) \
    CN_ATOMIC_COMPARE(compare_exchange_strong, place, constant) \
    __device__ T operator+=(T value) constant { return static_cast<T>(fetch_add(value) + value); } \
    __device__ T operator-=(T value) constant { return static_cast<T>(fetch_sub(value) - value); } \
    __device__ T operator++() constant { return static_cast<T>(fetch_add(T(1)) + T(1)); } \
    __device__ T operator--() constant { return static_cast<T>(fetch_sub(T(1)) - T(1)); } \
    __device__ T operator++(int) constant { return fetch_add(T(1)); } \
    __device__ T operator--(int) constant { return fetch_sub(T(1)); } \
    __device__ T operator&=(T value) constant { return static_cast<T>(fetch_and(value) & value); } \
    __device__ T operator|=(T value) constant { return static_cast<T>(fetch_or(value) | value); } \
    __device__ T operator^=(T value) constant { return static_cast<T>(fetch_xor(value) ^ value); }
