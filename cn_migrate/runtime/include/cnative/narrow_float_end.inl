// SPDX-License-Identifier: MIT
// Forgets the macros that narrow_float.inl was read with.

#undef CN_NUMBER
#undef CN_PAIR
#undef CN_RAW
#undef CN_RAW_PAIR
#undef CN_OTHER
#undef CN_NAME
#undef CN_PAIR_NAME
#undef CN_BITS
#undef CN_VALUE
#undef CN_FLOAT
#undef CN_NEAREST
#undef CN_OF_BITS
#undef CN_BITS_OF
#undef CN_JOIN
#undef CN_JOIN_
