// SPDX-License-Identifier: MIT
// Element types as libraries name them: r for real, c for complex numbers, their bits and kind.
#pragma once

namespace cn::types {

enum data_type : int {
    data_r_32f = 0,
    data_r_64f = 1,
    data_r_16f = 2,
    data_r_8i = 3,
    data_c_32f = 4,
    data_c_64f = 5,
    data_c_16f = 6,
    data_c_8i = 7,
    data_r_8u = 8,
    data_c_8u = 9,
    data_r_32i = 10,
    data_c_32i = 11,
    data_r_32u = 12,
    data_c_32u = 13,
    data_r_16bf = 14,
    data_c_16bf = 15,
    data_r_4i = 16,
    data_c_4i = 17,
    data_r_4u = 18,
    data_c_4u = 19,
    data_r_16i = 20,
    data_c_16i = 21,
    data_r_16u = 22,
    data_c_16u = 23,
    data_r_64i = 24,
    data_c_64i = 25,
    data_r_64u = 26,
    data_c_64u = 27,
    data_r_8f_e4m3 = 28,
    data_r_8f_e5m2 = 29,
};

} // namespace cn::types
