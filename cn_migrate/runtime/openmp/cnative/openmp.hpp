// What kernels need that run as loops over their threads: C++17 and OpenMP, nothing else.
//
// Functions have the names and meanings of OpenCL C 1.2 (sections 6.12.2, 6.12.3, 6.12.6), in a namespace of their own.
#pragma once

#include <float.h>
#include <limits.h>
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>

#include "vector_math.hpp"

// Kernels keep what their sources have and never use.
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-label"
#pragma GCC diagnostic ignored "-Wdiv-by-zero"
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-value"
#ifndef __clang__  // which has none of that name
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define restrict __restrict
#define SHARED __attribute__((aligned(64)))  // variables of the whole block

#define CN_PRAGMA(text) _Pragma(#text)
#ifdef __clang__
#define UNROLL(count) CN_PRAGMA(unroll count)
#else
#define UNROLL(count) CN_PRAGMA(GCC unroll count)
#endif

// Blocks and threads of a launch.  Threads as lanes go side by side, in vector instructions.  Indices are `int`s,
// which compilers need not expect to wrap: see MAX_BLOCKS.
#define EACH_BLOCK                                                                            \
    _Pragma("omp for collapse(3) schedule(dynamic, blocks_at_once(grid_dim))")                \
    for (int block_z = 0; block_z < grid_dim.z; block_z++)                               \
        for (int block_y = 0; block_y < grid_dim.y; block_y++)                           \
            for (int block_x = 0; block_x < grid_dim.x; block_x++)                       \
                if (const Size3 block_id(block_x, block_y, block_z); true)
// The same where blocks that are neighbours along x may be one, of `most` threads: see WideBlocks.
#define EACH_WIDE_BLOCK(most)                                                                 \
    if (const WideBlocks blocks(grid_dim, block_dim, most); true)                             \
        _Pragma("omp for collapse(3) schedule(dynamic, blocks_at_once(blocks.groups))")      \
        for (int block_z = 0; block_z < blocks.groups.z; block_z++)                          \
            for (int block_y = 0; block_y < blocks.groups.y; block_y++)                      \
                for (int group = 0; group < blocks.groups.x; group++)                        \
                    for (int block_x = blocks.first(group); block_x < blocks.end(group); block_x++) \
                        if (const Size3 block_id(block_x, block_y, block_z),                 \
                            wide_dim(blocks.width(group), block_dim.y, block_dim.z);         \
                            true)                                                            \
                            if (const Size3 block_dim = wide_dim; true)
#define EACH_ROW_OF_THREADS                                                                   \
    for (int thread_z = 0; thread_z < block_dim.z; thread_z++)                           \
        for (int thread_y = 0; thread_y < block_dim.y; thread_y++)                       \
            if ([[maybe_unused]] const size_t row =                                           \
                    size_t(block_dim.x) * (thread_y + size_t(block_dim.y) * thread_z);        \
                true)
#define EACH_THREAD_OF_ROW                                                                    \
    for (int thread_x = 0; thread_x < block_dim.x; thread_x++)                           \
        if ([[maybe_unused]] const size_t thread = row + thread_x; true)
#define EACH_THREAD EACH_ROW_OF_THREADS EACH_THREAD_OF_ROW
#define EACH_THREAD_AS_LANE EACH_ROW_OF_THREADS _Pragma("omp simd") EACH_THREAD_OF_ROW
// Those threads only that a chain of bounds (see ThreadRange) leaves.
#define EACH_ROW_OF_THREADS_WHERE(...)                                                        \
    if (const ThreadRange inside = ThreadRange(block_dim).__VA_ARGS__; true)                   \
        for (int thread_z = inside.first.z; thread_z < inside.end.z; thread_z++)                \
            for (int thread_y = inside.first.y; thread_y < inside.end.y; thread_y++)            \
                if ([[maybe_unused]] const size_t row =                                       \
                        size_t(block_dim.x) * (thread_y + size_t(block_dim.y) * thread_z);    \
                    true)
#define EACH_THREAD_OF_RANGE                                                                  \
    for (int thread_x = inside.first.x; thread_x < inside.end.x; thread_x++)                    \
        if ([[maybe_unused]] const size_t thread = row + thread_x; true)
#define EACH_THREAD_OF_STEPS                                                                  \
    for (int thread_x = inside.first.x; thread_x < inside.end.x; thread_x += inside.step)       \
        if ([[maybe_unused]] const size_t thread = row + thread_x; true)
#define EACH_THREAD_IN_STEPS_WHERE(...) EACH_ROW_OF_THREADS_WHERE(__VA_ARGS__) EACH_THREAD_OF_STEPS
#define EACH_THREAD_WHERE(...) EACH_ROW_OF_THREADS_WHERE(__VA_ARGS__) EACH_THREAD_OF_RANGE
#define EACH_THREAD_AS_LANE_WHERE(...)                                                        \
    EACH_ROW_OF_THREADS_WHERE(__VA_ARGS__) _Pragma("omp simd") EACH_THREAD_OF_RANGE

// The threads of a strip: see each_strip.
#define EACH_LANE_IN_TURN                                                                     \
    for (int lane = 0; lane < strip.lanes; lane++)                                            \
        if (const int thread_x = strip.first_x + lane; true)                                  \
            if ([[maybe_unused]] const int thread_y = strip.thread_y, thread_z = strip.thread_z; true) \
                if ([[maybe_unused]] const size_t thread = strip.row + thread_x; true)
#define EACH_LANE _Pragma("omp simd") EACH_LANE_IN_TURN
#define OF_STRIP [&](const auto strip) __attribute__((always_inline))
// A thread, and whether it is one at an edge: see each_lane_apart.
#define OF_THREAD                                                                              \
    [&](const auto edge, const int thread_x, [[maybe_unused]] const int thread_y,             \
        [[maybe_unused]] const int thread_z, [[maybe_unused]] const size_t thread)            \
        __attribute__((always_inline))

namespace cn::openmp {

using uchar = unsigned char;
using ushort = unsigned short;
using uint = unsigned int;
using ulong = unsigned long;

struct Size3 {
    int x, y, z;
    Size3(int x, int y, int z) : x(x), y(y), z(z) {}
    explicit Size3(const uint *sizes) : x(int(sizes[0])), y(int(sizes[1])), z(int(sizes[2])) {}
};

constexpr uint MAX_THREADS = 1024;  // of a block (CUDA C++ Programming Guide, "Technical Specifications")
constexpr int MAX_WIDTH = 256;  // of several blocks along x that are done as one: longer rows bring no more
constexpr uint MAX_WIDE_THREADS = 1 << 14;  // of such, where threads keep nothing between loops over them
constexpr int MAX_BLOCKS = 1 << 24;  // of a grid along one axis: more are no valid launch ...
constexpr int MAX_GRID_THREADS = (1 << 30) - 1024;  // ... nor are more threads: an `int` counts two for each
constexpr int64_t MAX_PLACES = (int64_t(1) << 31) - 2048;  // in data, for blocks that are a constant apart
constexpr uint WARP = 32;

// The copies of a variable that the threads of a block have, where those are too large for the stack.
template <class T>
struct OnHeap {
    std::unique_ptr<T[]> copies{new T[MAX_THREADS]};
    T &operator[](size_t thread) const { return copies[thread]; }
};

inline bool has_blocks(Size3 grid) { return grid.x > 1 || grid.y > 1 || grid.z > 1; }  // more than one

// The blocks of a grid that wait for each other: few, because all run at the same time.
inline int blocks_of(Size3 grid) { return grid.x * grid.y * grid.z; }

// How many blocks a processor's thread takes at once: few enough that all of them end at about the same time.
inline int blocks_at_once(Size3 grid)
{
    return int(1 + int64_t(grid.x) * grid.y * grid.z / (int64_t(16) * omp_get_num_threads()));
}

// The groups of a grid's blocks that are done as one wide block each.  What does not fill a group is done block by block.
struct WideBlocks {
    int all, width_of_one, together;
    Size3 groups;
    WideBlocks(Size3 grid, Size3 block, uint most)
        : all(grid.x), width_of_one(block.x), together(1), groups(grid)
    {
        const int rows = block.y * block.z;
        const int wanted = block.x > MAX_WIDTH / 4 ? 1 : std::min(MAX_WIDTH / block.x, int(most) / (block.x * rows));
        const int64_t fair = int64_t(grid.x) * grid.y * grid.z / (int64_t(8) * omp_get_num_threads());
        together = int(std::max(int64_t(1), std::min({int64_t(wanted), int64_t(grid.x), fair})));
        groups.x = (grid.x + together - 1) / together;
    }
    bool is_whole(int group) const { return (group + 1) * together <= all; }
    int first(int group) const { return is_whole(group) ? group : group * together; }
    int end(int group) const { return is_whole(group) ? group + 1 : all; }
    int width(int group) const { return is_whole(group) ? together * width_of_one : width_of_one; }
};

// Ends the program where such a grid did not get a processor's thread for each of its blocks.
inline void require_threads(int blocks)
{
    if (omp_get_num_threads() < blocks) {
        fprintf(stderr, "%d blocks wait for each other, and OpenMP gave %d threads: see OMP_THREAD_LIMIT, OMP_DYNAMIC\n",
                blocks, omp_get_num_threads());
        _Exit(EXIT_FAILURE);  // nothing is waited for: the blocks that run wait for the others
    }
}

// Ends the program where blocks that are `apart` places from each other go further than an `int` counts.
inline void require_places(int blocks, int apart)
{
    if (int64_t(blocks - 1) * apart >= MAX_PLACES) {
        fprintf(stderr, "a grid of %d blocks, %d places apart, is more than an int counts\n", blocks, apart);
        _Exit(EXIT_FAILURE);
    }
}

// The threads of a block whose index, with `base` added, keeps within limits.
struct ThreadRange {
    Size3 first, end;
    int step = 1;  // along x
    explicit ThreadRange(Size3 block) : first(0, 0, 0), end(block) {}

    // Those whose index is a multiple of `step`.
    template <class T> ThreadRange x_multiples(T step) const
    {
        ThreadRange less = *this;
        less.step = within(count(step), int(MAX_THREADS));
        less.step += less.step == 0;
        less.first.x = (first.x + less.step - 1) / less.step * less.step;
        return less;
    }
    // Those whose index, times `scale`, is below; all, where the product could be more than 32 bits hold.
    template <class S, class T> ThreadRange x_scaled_below(S scale, T limit) const
    {
        const int64_t times = count(scale), most = count(limit);
        if (times < 1 || times > 1 << 21)
            return *this;
        return x_below(most < 0 ? 0 : most / times + (most % times != 0));
    }

#define CN_THREAD_BOUNDS(axis)                                                                       \
    template <class T> ThreadRange axis##_below(T limit, int64_t base = 0) const              \
    {                                                                                         \
        ThreadRange less = *this;                                                             \
        less.end.axis = within(count(limit) - base, end.axis);                                \
        return less;                                                                          \
    }                                                                                         \
    template <class T> ThreadRange axis##_from(T limit, int64_t base = 0) const               \
    {                                                                                         \
        ThreadRange less = *this;                                                             \
        const int least = within(count(limit) - base, end.axis);                              \
        less.first.axis = least < first.axis ? first.axis : least;                            \
        return less;                                                                          \
    }                                                                                         \
    template <class T> ThreadRange axis##_up_to(T limit, int64_t base = 0) const              \
    {                                                                                         \
        return axis##_below(count(limit), base - 1);                                          \
    }                                                                                         \
    template <class T> ThreadRange axis##_above(T limit, int64_t base = 0) const              \
    {                                                                                         \
        return axis##_from(count(limit), base - 1);                                           \
    }                                                                                         \
    template <class T> ThreadRange axis##_is(T limit, int64_t base = 0) const                 \
    {                                                                                         \
        return axis##_from(limit, base).axis##_up_to(limit, base);                            \
    }
    CN_THREAD_BOUNDS(x) CN_THREAD_BOUNDS(y) CN_THREAD_BOUNDS(z)
#undef CN_THREAD_BOUNDS

private:
    // A limit that is far beyond all indices is as good as any other that is.
    template <class T> static int64_t count(T limit)
    {
        constexpr int64_t far = int64_t(1) << 62;
        if constexpr (sizeof(T) < 8) {
            return int64_t(limit);
        } else if constexpr (std::is_signed_v<T>) {
            return limit > far ? far : limit < -far ? -far : limit;
        } else {
            return limit > T(far) ? far : int64_t(limit);
        }
    }
    static int within(int64_t index, int end) { return index < 0 ? 0 : index < end ? int(index) : end; }
};

// Neighbours along x, from `first_x`; most strips are whole, so that compilers know how many threads they have.
constexpr int LANES = 16;
template <bool at_edge> struct WholeStrip {
    static constexpr bool edge = at_edge;
    static constexpr int lanes = LANES;
    int first_x, thread_y, thread_z;
    size_t row;
};
template <bool at_edge> struct PartOfStrip {
    static constexpr bool edge = at_edge;
    int lanes, first_x, thread_y, thread_z;
    size_t row;
};

// Those of `all` that are in `inner`, along x, in the row of threads (y, z).
struct Middle {
    int first, end;
    Middle(const ThreadRange &all, const ThreadRange &inner, int y, int z) : first(all.end.x), end(all.end.x)
    {
        const bool is_in = y >= inner.first.y && y < inner.end.y && z >= inner.first.z && z < inner.end.z;
        if (is_in && inner.first.x < inner.end.x && inner.first.x < all.end.x && inner.end.x > all.first.x) {
            first = inner.first.x < all.first.x ? all.first.x : inner.first.x;
            end = inner.end.x < all.end.x ? inner.end.x : all.end.x;
        }
    }
};

template <bool edge, class Body>
__attribute__((always_inline)) inline void strips_of_row(int x, int end, int y, int z, size_t row, const Body &body)
{
    for (; x + LANES <= end; x += LANES) {
        body(WholeStrip<edge>{x, y, z, row});
    }
    if (x < end) {
        body(PartOfStrip<edge>{end - x, x, y, z, row});
    }
}

// Does `body` for the strips of those threads of a block that are inside.  What is not inlined hides its variables.
template <class Body>
__attribute__((always_inline)) inline void each_strip(Size3 block, const ThreadRange &inside, const Body &body)
{
    for (int z = inside.first.z; z < inside.end.z; z++) {
        for (int y = inside.first.y; y < inside.end.y; y++) {
            const size_t row = size_t(block.x) * (y + size_t(block.y) * z);
            strips_of_row<true>(inside.first.x, inside.end.x, y, z, row, body);
        }
    }
}

// The same; threads in `inner` are away from edges, and in strips of their own.
template <class Body>
__attribute__((always_inline)) inline void each_strip(
    Size3 block, const ThreadRange &inside, const ThreadRange &inner, const Body &body)
{
    for (int z = inside.first.z; z < inside.end.z; z++) {
        for (int y = inside.first.y; y < inside.end.y; y++) {
            const size_t row = size_t(block.x) * (y + size_t(block.y) * z);
            const Middle middle(inside, inner, y, z);
            strips_of_row<false>(middle.first, middle.end, y, z, row, body);
            for (int part = 0; part < 2; part++) {
                const int first = part ? middle.end : inside.first.x, end = part ? inside.end.x : middle.first;
                strips_of_row<true>(first, end, y, z, row, body);
            }
        }
    }
}

// Does `body` for the threads of a block that are inside, as lanes of vectors; those in `inner` are away from edges.
template <class Body>
__attribute__((always_inline)) inline void each_lane_apart(
    Size3 block, const ThreadRange &inside, const ThreadRange &inner, const Body &body)
{
    for (int z = inside.first.z; z < inside.end.z; z++) {
        for (int y = inside.first.y; y < inside.end.y; y++) {
            const size_t row = size_t(block.x) * (y + size_t(block.y) * z);
            const Middle middle(inside, inner, y, z);
#pragma omp simd
            for (int x = middle.first; x < middle.end; x++) {
                body(std::false_type(), x, y, z, row + x);
            }
            for (int part = 0; part < 2; part++) {
                const int end = part ? inside.end.x : middle.first;
#pragma omp simd
                for (int x = part ? middle.end : inside.first.x; x < end; x++) {
                    body(std::true_type(), x, y, z, row + x);
                }
            }
        }
    }
}

template <class Vote, class Strip>
inline bool any_of(const Vote *votes, Strip strip)
{
    int any = 0;
#pragma omp simd reduction(| : any)
    for (int lane = 0; lane < strip.lanes; lane++) {
        any |= votes[lane];
    }
    return any != 0;
}

// An index of 32 bits that something less than 2^30 is added to: one that this wraps counts from the end, and is
// negative.  So compilers see that neighbours stay neighbours.  (Nothing indexed so has 3 * 2^30 elements.)
inline int64_t wide(uint index) { return index < 3u << 30 ? int64_t(index) : int64_t(index) - (int64_t(1) << 32); }

// Integers divided as `double`s, of which processors have vectors; the result is the same (53 bits hold more than 32).
template <class T>
inline T quotient(T a, T b)
{
    static_assert(sizeof(T) == 4);
    return T(double(a) / double(b));
}
template <class T>
inline T remainder_of(T a, T b)
{
    return T(uint(a) - uint(quotient<T>(a, b)) * uint(b));
}

// Dynamic shared memory of the block that a thread of the machine is at.
class SharedMemory {
public:
    explicit SharedMemory(size_t bytes) : data_(::operator new(bytes + 1, std::align_val_t(64))) {}
    SharedMemory(const SharedMemory &) = delete;
    SharedMemory &operator=(const SharedMemory &) = delete;
    ~SharedMemory() { ::operator delete(data_, std::align_val_t(64)); }
    void *data() { return data_; }

private:
    void *data_;
};

template <class To, class From>
inline To bits_as(const From &value)
{
    static_assert(sizeof(To) == sizeof(From));
    To result;
    memcpy(&result, &value, sizeof result);
    return result;
}

template <class T> struct Same {
    using type = T;
};

// Gives an array the values of a list, and zero for those that are missing in it.
template <class T, size_t count> inline void assign(T (&place)[count], const typename Same<T[count]>::type &values)
{
    memcpy(&place, &values, sizeof place);
}

inline int64_t clock_ticks() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// -- warps ---------------------------------------------------------------------------------------------

// An index that is a truth value.  GCC 12 makes wrong code of such in loops that it turns into vectors; the empty
// instruction keeps it from that.
inline int flag_index(int index)
{
    __asm__("" : "+r"(index));
    return index;
}

inline uint threads_of(Size3 block) { return block.x * block.y * block.z; }

inline bool any_of(const uchar *votes, Size3 block)
{
    uchar any = 0;
    const uint threads = threads_of(block);
    for (uint i = 0; i < threads; i++) {
        any |= votes[i];
    }
    return any != 0;
}

inline void ballots(const uchar *votes, uint *result, Size3 block)
{
    const uint threads = threads_of(block);
    for (uint first = 0; first < threads; first += WARP) {
        const uint last = first + WARP < threads ? first + WARP : threads;
        uint bits = 0;
        for (uint i = first; i < last; i++) {
            bits |= static_cast<uint>(votes[i] != 0) << (i - first);
        }
        for (uint i = first; i < last; i++) {
            result[i] = bits;
        }
    }
}

// Each thread gets what the thread in lane `source` of its warp has in `value`.
//
// A warp's values fit into a few vectors, of which an instruction picks elements: GCC has a function for that, and
// it is quick where the processor has vectors so long that one pick or two are enough.
#if defined(__GNUC__) && !defined(__clang__) && defined(__AVX512F__)
constexpr int BYTES_PICKED = 64;
#elif defined(__GNUC__) && !defined(__clang__) && defined(__AVX2__)
constexpr int BYTES_PICKED = 32;
#else
constexpr int BYTES_PICKED = 0;
#endif

template <class T> inline void exchange_one_by_one(const T *value, const uint *source, T *result)
{
#pragma omp simd
    for (uint i = 0; i < WARP; i++) {
        result[i] = value[source[i] & (WARP - 1)];
    }
}

#if defined(__GNUC__) && !defined(__clang__)
template <class Word, int lanes> inline void exchange_picked(const void *value, const uint *source, void *result)
{
    typedef Word Words __attribute__((vector_size(lanes * sizeof(Word))));
    typedef uint Lanes __attribute__((vector_size(lanes * sizeof(uint))));
    constexpr int parts = WARP / lanes;
    Words from[parts];
    memcpy(from, value, sizeof from);
    for (int part = 0; part < parts; part++) {
        Lanes given;
        memcpy(&given, source + part * lanes, sizeof given);
        const Words lane = __builtin_convertvector(given & (WARP - 1), Words);
        Words picked = __builtin_shuffle(from[0], from[1], lane);
        for (int pair = 2; pair < parts; pair += 2) {
            const Words other = __builtin_shuffle(from[pair], from[pair + 1], lane);
            picked = (lane / (2 * lanes)) == Words{} + pair / 2 ? other : picked;
        }
        memcpy(static_cast<Word *>(result) + part * lanes, &picked, sizeof picked);
    }
}
#endif

template <class T> inline void exchange(const T *value, const uint *source, T *result, Size3 block)
{
    using Word = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;
    constexpr int lanes = BYTES_PICKED / int(sizeof(T));
    constexpr bool few = sizeof(T) >= 4 && lanes >= int(WARP) / 4 && lanes < int(WARP);
    const uint threads = threads_of(block);
    for (uint first = 0; first < threads; first += WARP) {
        if constexpr (few) {
            exchange_picked<Word, lanes>(value + first, source + first, result + first);
        } else {
            exchange_one_by_one(value + first, source + first, result + first);
        }
    }
}

// -- integers ------------------------------------------------------------------------------------------

template <class T> inline T min(T a, T b) { return b < a ? b : a; }
template <class T> inline T max(T a, T b) { return a < b ? b : a; }
template <class T> inline std::make_unsigned_t<T> abs(T x)
{
    using U = std::make_unsigned_t<T>;
    return x < 0 ? static_cast<U>(0) - static_cast<U>(x) : static_cast<U>(x);
}
template <class T> inline std::make_unsigned_t<T> abs_diff(T a, T b)
{
    using U = std::make_unsigned_t<T>;
    return a > b ? static_cast<U>(a) - static_cast<U>(b) : static_cast<U>(b) - static_cast<U>(a);
}
template <class T> inline T popcount(T x)
{
    return static_cast<T>(__builtin_popcountll(static_cast<std::make_unsigned_t<T>>(x)));
}
template <class T> inline T clz(T x)
{
    using U = std::make_unsigned_t<T>;
    const int wider = 64 - static_cast<int>(8 * sizeof(T));
    return static_cast<T>(x == 0 ? 64 - wider : __builtin_clzll(static_cast<U>(x)) - wider);
}
template <class T> inline T mul_hi(T a, T b)
{
    if constexpr (sizeof(T) == 8) {
        using Wide = std::conditional_t<std::is_signed_v<T>, __int128, unsigned __int128>;
        return static_cast<T>(static_cast<Wide>(a) * b >> 64);
    } else {
        using Wide = std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>;
        return static_cast<T>(static_cast<Wide>(a) * b >> 8 * sizeof(T));
    }
}
template <class T> inline T hadd(T a, T b) { return (a & b) + ((a ^ b) >> 1); }
template <class T> inline T rhadd(T a, T b) { return (a | b) - ((a ^ b) >> 1); }
template <class T> inline T mul24(T a, T b)
{
    const int unused = 8;
    return static_cast<T>(static_cast<T>(static_cast<uint>(a) << unused) >> unused) *
           static_cast<T>(static_cast<T>(static_cast<uint>(b) << unused) >> unused);
}
template <class T> inline T mad24(T a, T b, T c) { return mul24(a, b) + c; }
template <class T> inline int ffs_of(T x)
{
    return __builtin_ffsll(static_cast<long long>(static_cast<std::make_unsigned_t<T>>(x)));
}
inline int cn_ffs_int(int x) { return ffs_of(x); }
inline int cn_ffs_uint(uint x) { return ffs_of(x); }
inline int cn_ffs_long(int64_t x) { return ffs_of(x); }
inline int cn_ffs_ulong(uint64_t x) { return ffs_of(x); }
template <class T> inline T reversed(T x)
{
    T result = 0;
    for (uint i = 0; i < 8 * sizeof(T); i++) {
        result = result << 1 | (x & 1);
        x >>= 1;
    }
    return result;
}
inline uint cn_brev_uint(uint x) { return reversed(x); }
inline ulong cn_brev_ulong(ulong x) { return reversed(x); }
// Shifts by any count, as hardware has them: by the width or more, nothing is left.
#define CN_SHIFTS(name, type)                                                                 \
    inline type cn_shl_##name(type x, uint n)                                                 \
    {                                                                                         \
        return n < 8 * sizeof x ? static_cast<type>(static_cast<std::make_unsigned_t<type>>(x) << n) : 0; \
    }                                                                                         \
    inline type cn_shr_##name(type x, uint n)                                                 \
    {                                                                                         \
        return x >> (n < 8 * sizeof x ? n : 8 * sizeof x - 1) >> (n >= 8 * sizeof x);         \
    }
CN_SHIFTS(int, int) CN_SHIFTS(uint, uint) CN_SHIFTS(long, int64_t) CN_SHIFTS(ulong, ulong)
#undef CN_SHIFTS
// A value as it is: printed switches hide theirs from the compilers of some OpenCL drivers.
inline int cn_any_int(int x) { return x; }
inline uint cn_any_uint(uint x) { return x; }
inline uint cn_byte_perm(uint low, uint high, uint selector)
{
    const uint64_t bytes = static_cast<uint64_t>(high) << 32 | low;
    uint result = 0;
    for (uint i = 0; i < 4; i++) {
        const uint s = selector >> 4 * i & 15;
        const uint byte = static_cast<uint>(bytes >> 8 * (s & 7)) & 255;
        result |= (s & 8 ? (byte & 128 ? 255u : 0u) : byte) << 8 * i;
    }
    return result;
}

// -- mathematics ---------------------------------------------------------------------------------------

#define CN_MATHS_1(name)                                                                      \
    inline float name(float x) { return ::name##f(x); }                                       \
    inline double name(double x) { return ::name(x); }
#define CN_MATHS_2(name)                                                                      \
    inline float name(float x, float y) { return ::name##f(x, y); }                           \
    inline double name(double x, double y) { return ::name(x, y); }
CN_MATHS_1(sqrt) CN_MATHS_1(fabs) CN_MATHS_1(floor) CN_MATHS_1(ceil) CN_MATHS_1(trunc)
CN_MATHS_1(rint) CN_MATHS_1(round) CN_MATHS_1(cbrt) CN_MATHS_1(exp) CN_MATHS_1(exp2)
CN_MATHS_1(expm1) CN_MATHS_1(log) CN_MATHS_1(log2) CN_MATHS_1(log10) CN_MATHS_1(log1p)
CN_MATHS_1(logb) CN_MATHS_1(sin) CN_MATHS_1(cos) CN_MATHS_1(tan) CN_MATHS_1(asin)
CN_MATHS_1(acos) CN_MATHS_1(atan) CN_MATHS_1(sinh) CN_MATHS_1(cosh) CN_MATHS_1(tanh)
CN_MATHS_1(asinh) CN_MATHS_1(acosh) CN_MATHS_1(atanh) CN_MATHS_1(erf) CN_MATHS_1(erfc)
CN_MATHS_1(lgamma) CN_MATHS_1(tgamma)
CN_MATHS_2(fmod) CN_MATHS_2(remainder) CN_MATHS_2(copysign)
CN_MATHS_2(fdim) CN_MATHS_2(nextafter) CN_MATHS_2(pow) CN_MATHS_2(atan2) CN_MATHS_2(hypot)
#undef CN_MATHS_1
#undef CN_MATHS_2

// Of a number and NaN, the number.  The library's functions are the same, but no loop with them becomes vectors.
#define CN_EXTREME(name, type, is)                                                            \
    inline type name(type x, type y)                                                          \
    {                                                                                         \
        const type extreme = y is x ? y : x;                                                  \
        return x != x ? y : extreme;                                                          \
    }
CN_EXTREME(fmin, float, <) CN_EXTREME(fmin, double, <) CN_EXTREME(fmax, float, >) CN_EXTREME(fmax, double, >)
#undef CN_EXTREME

inline float fma(float x, float y, float z) { return ::fmaf(x, y, z); }
inline double fma(double x, double y, double z) { return ::fma(x, y, z); }
inline float ldexp(float x, int n) { return ::ldexpf(x, n); }
inline double ldexp(double x, int n) { return ::ldexp(x, n); }
inline int ilogb(float x) { return ::ilogbf(x); }
inline int ilogb(double x) { return ::ilogb(x); }
inline float rsqrt(float x) { return 1 / ::sqrtf(x); }
inline double rsqrt(double x) { return 1 / ::sqrt(x); }
inline float exp10(float x) { return static_cast<float>(::exp2(x * 3.32192809488736234787)); }
inline double exp10(double x) { return ::pow(10.0, x); }

template <class T> inline int isnan(T x) { return __builtin_isnan(x); }
template <class T> inline int isinf(T x) { return __builtin_isinf(x) != 0; }
template <class T> inline int isfinite(T x) { return __builtin_isfinite(x); }
template <class T> inline int signbit(T x) { return __builtin_signbit(x) != 0; }

// sin(pi x) and cos(pi x), exact at multiples of a half.
inline double sinpi(double x)
{
    const double rest = ::remainder(x, 2.0);
    const double folded = ::fabs(rest) > 0.5 ? ::copysign(1.0, rest) - rest : rest;
    return ::sin(3.14159265358979323846 * folded);
}
inline double cospi(double x)
{
    const double rest = ::fabs(::remainder(x, 2.0));
    return ::sin(3.14159265358979323846 * (0.5 - rest));
}
inline float sinpi(float x) { return static_cast<float>(sinpi(static_cast<double>(x))); }
inline float cospi(float x) { return static_cast<float>(cospi(static_cast<double>(x))); }

// Operations that are not contracted into fused multiply-adds.
template <class T> inline T rounded(T x)
{
    asm("" : "+x"(x));
    return x;
}
#define CN_ROUNDED(type)                                                                      \
    inline type cn_add_rn_##type(type a, type b) { return rounded(a + b); }                   \
    inline type cn_sub_rn_##type(type a, type b) { return rounded(a - b); }                   \
    inline type cn_mul_rn_##type(type a, type b) { return rounded(a * b); }                   \
    inline type cn_div_rn_##type(type a, type b) { return rounded(a / b); }                   \
    inline type cn_j0_##type(type x) { return static_cast<type>(::j0(x)); }                   \
    inline type cn_j1_##type(type x) { return static_cast<type>(::j1(x)); }                   \
    inline type cn_y0_##type(type x) { return static_cast<type>(::y0(x)); }                   \
    inline type cn_y1_##type(type x) { return static_cast<type>(::y1(x)); }                   \
    inline type cn_normcdf_##type(type x)                                                     \
    {                                                                                         \
        return static_cast<type>(0.5 * ::erfc(-0.70710678118654752440 * x));                  \
    }                                                                                         \
    inline type cn_erfcinv_##type(type y) { return static_cast<type>(inverse_erfc(y)); }      \
    inline type cn_erfinv_##type(type y) { return static_cast<type>(inverse_erf(y)); }        \
    inline type cn_normcdfinv_##type(type p)                                                  \
    {                                                                                         \
        return static_cast<type>(-1.41421356237309504880 * inverse_erfc(2.0 * p));            \
    }

// Newton's method on erf and erfc, from the first terms of their asymptotic forms.
inline double inverse_erfc(double y)
{
    if (!(y > 0 && y < 2)) {
        return y == 0 ? HUGE_VAL : y == 2 ? -HUGE_VAL : static_cast<double>(NAN);
    }
    const bool upper = y <= 1;
    const double p = upper ? y : 2 - y;
    const double t = ::sqrt(-2 * ::log(p / 2));
    double r = -0.70711 * ((2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481)) - t);
    for (int i = 0; i < 4; i++) {
        const double error = ::erfc(r) - p;
        r += error / (1.12837916709551257390 * ::exp(-r * r) - r * error);
    }
    return upper ? r : -r;
}
inline double inverse_erf(double y)
{
    if (::fabs(y) > 0.5) {
        return ::copysign(inverse_erfc(1 - ::fabs(y)), y);
    }
    double r = 0.886226925452758 * y;
    for (int i = 0; i < 6; i++) {
        r -= (::erf(r) - y) / (1.12837916709551257390 * ::exp(-r * r));
    }
    return r;
}
CN_ROUNDED(float) CN_ROUNDED(double)
#undef CN_ROUNDED

// -- conversions ---------------------------------------------------------------------------------------

enum class Rounding { nearest, to_zero, up, down };

// A floating-point number as an integer; what does not fit becomes the nearest that does, NaN becomes 0.
template <class To, class From> inline To to_integer(From x, Rounding mode)
{
    static_assert(std::is_integral_v<To>);
    const double v = static_cast<double>(x);
    const double whole = mode == Rounding::nearest   ? ::rint(v)
                         : mode == Rounding::to_zero ? ::trunc(v)
                         : mode == Rounding::up      ? ::ceil(v)
                                                     : ::floor(v);
    const int bits = static_cast<int>(8 * sizeof(To)) - std::is_signed_v<To>;
    const double end = ::ldexp(1.0, bits);
    constexpr To most = std::numeric_limits<To>::max();
    if (whole != whole) {
        return 0;
    }
    if (whole >= end) {
        return most;
    }
    if (std::is_signed_v<To> ? whole < -end : whole < 0) {
        return std::is_signed_v<To> ? static_cast<To>(-most - 1) : 0;
    }
    return static_cast<To>(whole);
}

// A number as a floating-point one with a rounding of its own: the nearest, moved by one step where it went too far.
template <class To, class From> inline To to_float(From x, Rounding mode)
{
    const To near = static_cast<To>(x);
    const long double exact = static_cast<long double>(x);
    const long double error = static_cast<long double>(near) - exact;
    if (error == 0 || mode == Rounding::nearest || near != near) {
        return near;
    }
    const bool too_high = error > 0;
    const bool down = mode == Rounding::down || (mode == Rounding::to_zero && exact > 0);
    if (too_high != down) {
        return near;
    }
    return nextafter(near, static_cast<To>(down ? -HUGE_VAL : HUGE_VAL));
}

template <class To, class From> inline To converted(From x, Rounding mode)
{
    if constexpr (std::is_integral_v<To>) {
        return to_integer<To>(x, mode);
    } else {
        return to_float<To>(x, mode);
    }
}

// -- half precision, as its bits -----------------------------------------------------------------------

inline float cn_half_value(ushort bits)
{
    const uint sign = static_cast<uint>(bits & 0x8000u) << 16;
    const uint exponent = bits >> 10 & 31u, fraction = bits & 0x3FFu;
    if (exponent == 31) {
        return bits_as<float>(sign | 0x7F800000u | fraction << 13);
    }
    const float size = exponent == 0 ? ::ldexpf(static_cast<float>(fraction), -24)
                                     : bits_as<float>((exponent + 112) << 23 | fraction << 13);
    return sign != 0 ? -size : size;
}

inline ushort half_bits(double x, Rounding mode)
{
    const ushort sign = __builtin_signbit(x) ? 0x8000 : 0;
    if (x != x) {
        return 0x7FFF;
    }
    const double size = ::fabs(x);
    if (__builtin_isinf(size)) {
        return sign | 0x7C00;
    }
    int exponent = 0;
    ::frexp(size, &exponent);
    const int step = exponent - 11 < -24 ? -24 : exponent - 11;
    const double scaled = ::ldexp(size, -step);
    const bool away = mode == Rounding::up ? sign == 0 : mode == Rounding::down && sign != 0;
    const double whole = mode == Rounding::nearest ? ::rint(scaled) : away ? ::ceil(scaled) : ::floor(scaled);
    const double rounded_size = ::ldexp(whole, step);
    if (rounded_size > 65504) {
        return sign | (mode == Rounding::nearest || away ? 0x7C00 : 0x7BFF);
    }
    int e = 0;
    ::frexp(rounded_size, &e);
    if (rounded_size == 0 || e - 1 < -14) {
        return sign | static_cast<ushort>(::ldexp(rounded_size, 24));
    }
    return sign | static_cast<ushort>((e + 14) << 10 | (static_cast<uint>(::ldexp(rounded_size, 11 - e)) & 0x3FFu));
}
inline ushort cn_half_bits_rn(double x) { return half_bits(x, Rounding::nearest); }
inline ushort cn_half_bits_rz(double x) { return half_bits(x, Rounding::to_zero); }
inline ushort cn_half_bits_ru(double x) { return half_bits(x, Rounding::up); }
inline ushort cn_half_bits_rd(double x) { return half_bits(x, Rounding::down); }

// -- atomics -------------------------------------------------------------------------------------------
//
// The threads of a block go one after the other, so `block_` ones need not be atomic for the machine.

template <class T> struct Bits {
    using type = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;
};

template <class T, class Change> inline T device_update(T *place, Change change)
{
    using Word = typename Bits<T>::type;
    Word *word = reinterpret_cast<Word *>(place);
    Word seen = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &seen, bits_as<Word>(static_cast<T>(change(bits_as<T>(seen)))), true, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
    }
    return bits_as<T>(seen);
}
template <class T, class Change> inline T block_update(T *place, Change change)
{
    const T old = *place;
    *place = static_cast<T>(change(old));
    return old;
}

#define CN_ATOMIC(name, expression)                                                           \
    template <class T> inline T device_atomic_##name(T *place, T value)                       \
    {                                                                                         \
        return device_update(place, [value](T old) -> T { return expression; });              \
    }                                                                                         \
    template <class T> inline T device_atomic_##name(volatile T *place, T value)              \
    {                                                                                         \
        return device_atomic_##name(const_cast<T *>(place), value);                           \
    }                                                                                         \
    template <class T> inline T block_atomic_##name(T *place, T value)                        \
    {                                                                                         \
        return block_update(place, [value](T old) -> T { return expression; });               \
    }                                                                                         \
    template <class T> inline T block_atomic_##name(volatile T *place, T value)               \
    {                                                                                         \
        return block_atomic_##name(const_cast<T *>(place), value);                            \
    }
#define CN_ATOMIC_NATIVE(name, builtin, expression)                                           \
    template <class T> inline std::enable_if_t<std::is_integral_v<T>, T> device_atomic_##name(  \
        volatile T *place, T value)                                                           \
    {                                                                                         \
        return builtin(place, value, __ATOMIC_SEQ_CST);                                       \
    }                                                                                         \
    template <class T> inline std::enable_if_t<!std::is_integral_v<T>, T> device_atomic_##name( \
        volatile T *place, T value)                                                           \
    {                                                                                         \
        return device_update(const_cast<T *>(place), [value](T old) -> T { return expression; }); \
    }                                                                                         \
    template <class T> inline T block_atomic_##name(volatile T *place, T value)               \
    {                                                                                         \
        return block_update(const_cast<T *>(place), [value](T old) -> T { return expression; }); \
    }
CN_ATOMIC_NATIVE(add, __atomic_fetch_add, old + value)
CN_ATOMIC_NATIVE(sub, __atomic_fetch_sub, old - value)
CN_ATOMIC_NATIVE(exchange, __atomic_exchange_n, (static_cast<void>(old), value))
CN_ATOMIC(and, old & value)
CN_ATOMIC(or, old | value)
CN_ATOMIC(xor, old ^ value)
CN_ATOMIC(min, value < old || old != old ? value : old)
CN_ATOMIC(max, old < value || old != old ? value : old)
CN_ATOMIC(inc, old >= value ? 0 : old + 1)
CN_ATOMIC(dec, old == 0 || old > value ? value : old - 1)
#undef CN_ATOMIC
#undef CN_ATOMIC_NATIVE

template <class T> inline T device_atomic_compare_exchange(volatile T *place, T expected, T desired)
{
    using Word = typename Bits<T>::type;
    volatile Word *word = reinterpret_cast<volatile Word *>(place);
    Word seen = bits_as<Word>(expected);
    __atomic_compare_exchange_n(word, &seen, bits_as<Word>(desired), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return bits_as<T>(seen);
}
template <class T> inline T block_atomic_compare_exchange(volatile T *place, T expected, T desired)
{
    const T old = *place;
    if (memcmp(&old, &expected, sizeof old) == 0) {
        *place = desired;
    }
    return old;
}

}  // namespace cn::openmp
