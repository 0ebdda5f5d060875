// SPDX-License-Identifier: MIT
// Netpbm images, arrays of numbers in files, and comparisons: the interface of the helper_image.h that many
// CUDA programs include, written anew.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "helper_string.h"

namespace helper_image_detail {

/// The next number of a Netpbm header, behind blanks and comments; -1 where there is none.
inline int header_number(std::istream &in) {
    in >> std::ws;
    while (in.peek() == '#') {
        std::string comment;
        std::getline(in, comment);
        in >> std::ws;
    }
    int number = -1;
    return in >> number ? number : -1;
}

/// What a component of a file is in memory: bytes stay, floating-point numbers are from 0 to 1.
inline void from_byte(unsigned char byte, unsigned char &value) { value = byte; }
inline void from_byte(unsigned char byte, float &value) { value = static_cast<float>(byte) / 255.0F; }
template <class T> void from_byte(unsigned char byte, T &value) { value = static_cast<T>(byte); }

inline unsigned char to_byte(unsigned char value) { return value; }
inline unsigned char to_byte(float value) { return static_cast<unsigned char>(value * 255.0F); }
template <class T> unsigned char to_byte(T value) { return static_cast<unsigned char>(value); }

} // namespace helper_image_detail

/// Reads a binary PGM or PPM file with bytes; allocates with malloc where `*data` is null.
inline bool __loadPPM(const char *file, unsigned char **data, unsigned int *w, unsigned int *h,
                      unsigned int *channels) {
    std::ifstream in(file, std::ios::binary);
    char magic[2] = {};
    in.read(magic, 2);
    *channels = magic[1] == '5' ? 1U : magic[1] == '6' ? 3U : 0U;
    const int width = helper_image_detail::header_number(in);
    const int height = helper_image_detail::header_number(in);
    const int most = helper_image_detail::header_number(in);
    if (magic[0] != 'P' || *channels == 0 || width < 1 || height < 1 || most < 1 || most > 255) {
        fprintf(stderr, "%s is no binary PGM or PPM file\n", file);
        return false;
    }
    if (*data != nullptr && (*w != static_cast<unsigned>(width) || *h != static_cast<unsigned>(height))) {
        fprintf(stderr, "%s has not the size that is asked for\n", file);
        return false;
    }
    *w = static_cast<unsigned>(width);
    *h = static_cast<unsigned>(height);
    const std::size_t size = std::size_t{*w} * *h * *channels;
    if (*data == nullptr) {
        *data = static_cast<unsigned char *>(malloc(size));
    }
    in.get();
    in.read(reinterpret_cast<char *>(*data), static_cast<std::streamsize>(size));
    return static_cast<std::size_t>(in.gcount()) == size;
}

/// Writes a binary PGM (one channel) or PPM (three channels) file.
inline bool __savePPM(const char *file, const unsigned char *data, unsigned int w, unsigned int h,
                      unsigned int channels) {
    std::ofstream out(file, std::ios::binary);
    out << (channels == 1 ? "P5\n" : "P6\n") << w << "\n" << h << "\n255\n";
    out.write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(std::size_t{w} * h * channels));
    return out.good();
}

template <class T> bool sdkLoadPGM(const char *file, T **data, unsigned int *w, unsigned int *h) {
    unsigned char *bytes = nullptr;
    unsigned int channels = 0;
    if (!__loadPPM(file, &bytes, w, h, &channels)) {
        return false;
    }
    const std::size_t size = std::size_t{*w} * *h * channels;
    if (*data == nullptr) {
        *data = static_cast<T *>(malloc(sizeof(T) * size));
    }
    for (std::size_t i = 0; i < size; ++i) {
        helper_image_detail::from_byte(bytes[i], (*data)[i]);
    }
    free(bytes);
    return true;
}

template <class T> bool sdkSavePGM(const char *file, T *data, unsigned int w, unsigned int h) {
    std::vector<unsigned char> bytes(std::size_t{w} * h);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = helper_image_detail::to_byte(data[i]);
    }
    return __savePPM(file, bytes.data(), w, h, 1);
}

/// Reads a PPM file as four channels, the fourth of them 0.
template <class T> bool sdkLoadPPM4(const char *file, T **data, unsigned int *w, unsigned int *h) {
    unsigned char *bytes = nullptr;
    unsigned int channels = 0;
    if (!__loadPPM(file, &bytes, w, h, &channels)) {
        return false;
    }
    const std::size_t pixels = std::size_t{*w} * *h;
    *data = static_cast<T *>(malloc(sizeof(T) * pixels * 4));
    for (std::size_t i = 0; i < pixels; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            helper_image_detail::from_byte(bytes[i * channels + (channels == 3 ? c : 0)], (*data)[i * 4 + c]);
        }
        (*data)[i * 4 + 3] = T{};
    }
    free(bytes);
    return true;
}

inline bool sdkLoadPPM4ub(const char *file, unsigned char **data, unsigned int *w, unsigned int *h) {
    return sdkLoadPPM4(file, data, w, h);
}

inline bool sdkSavePPM4ub(const char *file, unsigned char *data, unsigned int w, unsigned int h) {
    std::vector<unsigned char> bytes;
    for (std::size_t i = 0; i < std::size_t{w} * h; ++i) {
        bytes.insert(bytes.end(), data + i * 4, data + i * 4 + 3);
    }
    return __savePPM(file, bytes.data(), w, h, 3);
}

/// Reads all numbers of a text file; allocates with malloc where `*data` is null.
template <class T> bool sdkReadFile(const char *filename, T **data, unsigned int *len, bool verbose) {
    std::ifstream in(filename);
    if (!in.good()) {
        if (verbose) {
            fprintf(stderr, "%s cannot be read\n", filename);
        }
        return false;
    }
    const std::vector<T> read{std::istream_iterator<T>(in), std::istream_iterator<T>()};
    if (*data != nullptr && *len != read.size()) {
        fprintf(stderr, "%s holds %u numbers\n", filename, static_cast<unsigned>(read.size()));
        return false;
    }
    if (*data == nullptr) {
        *data = static_cast<T *>(malloc(sizeof(T) * read.size()));
        *len = static_cast<unsigned>(read.size());
    }
    for (std::size_t i = 0; i < read.size(); ++i) {
        (*data)[i] = read[i];
    }
    return true;
}

/// Writes numbers as text, under a line with the tolerance that a comparison should use.
template <class T, class S>
bool sdkWriteFile(const char *filename, const T *data, unsigned int len, const S epsilon, bool verbose,
                  bool append = false) {
    std::ofstream out(filename, append ? std::ios::app : std::ios::trunc);
    if (!out.good()) {
        if (verbose) {
            fprintf(stderr, "%s cannot be written\n", filename);
        }
        return false;
    }
    out << "# " << epsilon << "\n";
    for (unsigned int i = 0; i < len; ++i) {
        out << data[i] << " ";
    }
    out << "\n";
    return out.good();
}

/// Are all numbers equal within `epsilon`, but for the share `threshold` of them?
template <class T, class S>
bool compareData(const T *reference, const T *data, const unsigned int len, const S epsilon,
                 const float threshold) {
    unsigned int different = 0;
    for (unsigned int i = 0; i < len; ++i) {
        const double difference = static_cast<double>(reference[i]) - static_cast<double>(data[i]);
        different += !(std::fabs(difference) <= static_cast<double>(epsilon));
    }
    if (threshold == 0.0F) {
        return different == 0;
    }
    const bool close = static_cast<float>(len) * threshold > static_cast<float>(different);
    if (different > 0) {
        printf("%4.2f %% of the values differ\n", 100.0 * different / len);
    }
    return close;
}

template <class T, class S>
bool compareDataAsFloatThreshold(const T *reference, const T *data, const unsigned int len, const S epsilon,
                                 const float threshold) {
    return compareData(reference, data, len, epsilon < static_cast<S>(1e-6) ? static_cast<S>(1e-6) : epsilon,
                       threshold);
}

/// Is the distance of two vectors, relative to the length of the first, below `epsilon`?
inline bool sdkCompareL2fe(const float *reference, const float *data, const unsigned int len, const float epsilon) {
    double distance = 0;
    double length = 0;
    for (unsigned int i = 0; i < len; ++i) {
        const double difference = static_cast<double>(reference[i]) - data[i];
        distance += difference * difference;
        length += static_cast<double>(reference[i]) * reference[i];
    }
    if (std::sqrt(length) < 1e-7) {
        fprintf(stderr, "the reference vector is zero\n");
        return false;
    }
    return std::sqrt(distance) / std::sqrt(length) < epsilon;
}

/// Writes bytes to a file.
inline void sdkDumpBin(void *data, unsigned int bytes, const char *filename) {
    std::ofstream(filename, std::ios::binary).write(static_cast<const char *>(data), bytes);
}

inline void sdkDumpBin2(void *data, unsigned int bytes, const char *filename) { sdkDumpBin(data, bytes, filename); }

namespace helper_image_detail {

/// The values of two binary files, the second looked for around the program; false where one is missing.
template <class T>
bool read_both(const char *source, const char *reference, unsigned int count, const char *executable,
               std::vector<T> &first, std::vector<T> &second) {
    char *path = sdkFindFilePath(reference, executable);
    if (path == nullptr) {
        return false;
    }
    first.resize(count);
    second.resize(count);
    const auto bytes = static_cast<std::streamsize>(sizeof(T) * count);
    std::ifstream one(source, std::ios::binary);
    std::ifstream other(path, std::ios::binary);
    free(path);
    one.read(reinterpret_cast<char *>(first.data()), bytes);
    other.read(reinterpret_cast<char *>(second.data()), bytes);
    return one.gcount() == bytes && other.gcount() == bytes;
}

} // namespace helper_image_detail

template <class T>
bool sdkCompareBin2BinUint(const char *source, const char *reference, unsigned int count, const float epsilon,
                           const float threshold, T executable) {
    std::vector<unsigned int> first, second;
    return helper_image_detail::read_both(source, reference, count, executable, first, second) &&
           compareData(second.data(), first.data(), count, epsilon, threshold);
}

template <class T>
bool sdkCompareBin2BinFloat(const char *source, const char *reference, unsigned int count, const float epsilon,
                            const float threshold, T executable) {
    std::vector<float> first, second;
    return helper_image_detail::read_both(source, reference, count, executable, first, second) &&
           compareDataAsFloatThreshold(second.data(), first.data(), count, epsilon, threshold);
}

/// Are two images alike within `epsilon`, but for the share `threshold` of their components?
inline bool sdkComparePPM(const char *source, const char *reference, const float epsilon, const float threshold,
                          bool verbose) {
    unsigned char *first = nullptr;
    unsigned char *second = nullptr;
    unsigned int sizes[2][3] = {};
    const bool read = __loadPPM(source, &first, &sizes[0][0], &sizes[0][1], &sizes[0][2]) &&
                      __loadPPM(reference, &second, &sizes[1][0], &sizes[1][1], &sizes[1][2]) &&
                      memcmp(sizes[0], sizes[1], sizeof sizes[0]) == 0;
    const unsigned int count = sizes[0][0] * sizes[0][1] * sizes[0][2];
    const bool same = read && compareData(second, first, count, epsilon, threshold);
    if (verbose) {
        printf("%s and %s are %s\n", source, reference, same ? "alike" : "different");
    }
    free(first);
    free(second);
    return same;
}

inline bool sdkComparePGM(const char *source, const char *reference, const float epsilon, const float threshold,
                          bool verbose) {
    return sdkComparePPM(source, reference, epsilon, threshold, verbose);
}
