// The device's heap: malloc and free of device code, in one buffer that the runtime makes as large as
// cudaLimitMallocHeapSize says.
// Source: CUDA C++ Programming Guide, "Dynamic Global Memory Allocation and Operations".
#pragma once

#include <stddef.h>

#include "../vector_types.h"
#include "atomics.h"
#include "integer_intrinsics.h"
#include "keywords.h"
#include "synchronize.h"

// The heap consists of units of 16 bytes, of which `cn_heap` is CUDA's default size, and begins with these words.
// Behind them lie blocks, each a unit of its own (its state and its size in units) and then the memory. A block
// keeps its place and size for ever: one that is free is handed out again to whom it is large enough for.
__device__ uint4 cn_heap[8 << 16];

enum : unsigned int {
    cn_heap_units, // how many the host has provided; 0: as many as declared
    cn_heap_used, // units of blocks, up to the first that was never used
    cn_heap_freed, // for each power of two a block of at least that many units that was freed, or 0
    cn_heap_first = 10, // unit of the first block

    cn_block_state = 0, // its words
    cn_block_units = 1,
    cn_block_free = 0,
    cn_block_taken = 1,
};

inline __device__ unsigned int *__cn_heap_word(unsigned int unit, unsigned int word)
{
    return reinterpret_cast<unsigned int *>(cn_heap + unit) + word;
}

inline __device__ bool __cn_heap_take(unsigned int block, unsigned int units)
{
    return atomicAdd(__cn_heap_word(block, cn_block_units), 0) >= units
        && atomicCAS(__cn_heap_word(block, cn_block_state), cn_block_free, cn_block_taken) == cn_block_free;
}

// A new block behind the others, or 0.
inline __device__ unsigned int __cn_heap_grow(unsigned int units)
{
    unsigned int limit = atomicAdd(__cn_heap_word(0, cn_heap_units), 0);
    limit = (limit == 0 ? sizeof cn_heap / sizeof *cn_heap : limit) - cn_heap_first;
    unsigned int *used = __cn_heap_word(0, cn_heap_used);
    for (unsigned int seen = atomicAdd(used, 0); seen < limit && limit - seen > units;) {
        const unsigned int before = atomicCAS(used, seen, seen + units + 1);
        if (before == seen) {
            const unsigned int block = cn_heap_first + seen;
            atomicExch(__cn_heap_word(block, cn_block_state), cn_block_taken);
            atomicExch(__cn_heap_word(block, cn_block_units), units);
            return block;
        }
        seen = before;
    }
    return 0;
}

// The first free block that is large enough, or 0.
inline __device__ unsigned int __cn_heap_search(unsigned int units)
{
    const unsigned int end = cn_heap_first + atomicAdd(__cn_heap_word(0, cn_heap_used), 0);
    unsigned int block = cn_heap_first;
    while (block < end) {
        if (__cn_heap_take(block, units)) {
            return block;
        }
        const unsigned int own = atomicAdd(__cn_heap_word(block, cn_block_units), 0);
        block = own == 0 ? end : block + own + 1; // 0: another thread is about to make it
    }
    return 0;
}

inline __device__ unsigned int *__cn_heap_freed_of(unsigned int units)
{
    return __cn_heap_word(0, cn_heap_freed + 31 - __clz(units));
}

__device__ cn_emulated("memory comes from a buffer of the size that cudaLimitMallocHeapSize says, 8 MB by default")
inline void *malloc(size_t size)
{
    if (size == 0 || size > 0xffffffff0ull) {
        return nullptr;
    }
    const unsigned int units = static_cast<unsigned int>((size + 15) / 16);
    unsigned int block = atomicExch(__cn_heap_freed_of(units), 0);
    if (block == 0 || !__cn_heap_take(block, units)) {
        block = __cn_heap_grow(units);
    }
    if (block == 0) {
        block = __cn_heap_search(units);
    }
    __threadfence(); // what the block's last owner did is done
    return block == 0 ? nullptr : cn_heap + block + 1;
}

inline __device__ void free(void *ptr)
{
    if (ptr == nullptr) {
        return;
    }
    const unsigned int block = static_cast<unsigned int>(static_cast<uint4 *>(ptr) - cn_heap) - 1;
    const unsigned int units = atomicAdd(__cn_heap_word(block, cn_block_units), 0);
    __threadfence();
    atomicExch(__cn_heap_word(block, cn_block_state), cn_block_free);
    atomicExch(__cn_heap_freed_of(units), block);
}
