// SPDX-License-Identifier: MIT
// Command line arguments of the form --name or --name=value, and where data files lie: the interface of the
// helper_string.h that many CUDA programs include, written anew.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <strings.h>

#ifndef EXIT_WAIVED
#define EXIT_WAIVED 2
#endif

#ifndef STRCASECMP
#define STRCASECMP strcasecmp
#endif
#ifndef STRNCASECMP
#define STRNCASECMP strncasecmp
#endif
#ifndef STRCPY
#define STRCPY(to, length, from) strcpy(to, from)
#endif
#ifndef FOPEN
#define FOPEN(file, name, mode) (file = fopen(name, mode))
#endif
#ifndef FOPEN_FAIL
#define FOPEN_FAIL(result) (result == nullptr)
#endif
#ifndef SSCANF
#define SSCANF sscanf
#endif
#ifndef SPRINTF
#define SPRINTF sprintf
#endif

/// The index of the first character of `text` that is not `delimiter`; 0 where it has nothing else.
inline int stringRemoveDelimiter(char delimiter, const char *text) {
    int start = 0;
    while (text[start] == delimiter) {
        ++start;
    }
    return text[start] == '\0' ? 0 : start;
}

/// Points `extension` behind the last dot of a file name, or to its end; returns that place's index.
inline int getFileExtension(char *filename, char **extension) {
    char *dot = strrchr(filename, '.');
    *extension = dot != nullptr ? dot + 1 : filename + strlen(filename);
    return static_cast<int>(*extension - filename);
}

/// The value of --name=value, "" for --name alone, null where it was not given; case does not matter.
inline const char *findCmdLineArgument(int argc, const char **argv, const char *name) {
    const std::size_t length = strlen(name);
    const char *found = nullptr;
    for (int i = 1; i < argc; ++i) {
        const char *argument = argv[i] + stringRemoveDelimiter('-', argv[i]);
        if (strncasecmp(argument, name, length) != 0) {
            continue;
        }
        if (argument[length] == '\0') {
            found = argument + length;
        } else if (argument[length] == '=') {
            found = argument + length + 1;
        }
    }
    return found;
}

inline bool checkCmdLineFlag(int argc, const char **argv, const char *name) {
    return findCmdLineArgument(argc, argv, name) != nullptr;
}

inline int getCmdLineArgumentInt(int argc, const char **argv, const char *name) {
    const char *value = findCmdLineArgument(argc, argv, name);
    return value != nullptr ? atoi(value) : 0;
}

inline float getCmdLineArgumentFloat(int argc, const char **argv, const char *name) {
    const char *value = findCmdLineArgument(argc, argv, name);
    return value != nullptr ? static_cast<float>(atof(value)) : 0.0F;
}

template <class T>
bool getCmdLineArgumentValue(int argc, const char **argv, const char *name, T *value) {
    const char *found = findCmdLineArgument(argc, argv, name);
    if (found != nullptr && *found != '\0') {
        *value = static_cast<T>(atoi(found));
    }
    return found != nullptr;
}

inline bool getCmdLineArgumentString(int argc, const char **argv, const char *name, char **value) {
    const char *found = findCmdLineArgument(argc, argv, name);
    *value = const_cast<char *>(found);
    return found != nullptr;
}

/// The path of a data file, looked for in the usual places around the current folder and the program's; null
/// where there is none. The caller frees it.
inline char *sdkFindFilePath(const char *filename, const char *executable) {
    std::string own = executable != nullptr ? executable : "";
    own.erase(own.find_last_of('/') == std::string::npos ? 0 : own.find_last_of('/') + 1);
    const char *const around[] = {"", "../", "../../", "../../../", "../../../../"};
    const char *const inside[] = {"", "data/", "Data/", "common/", "common/data/", "Common/", "Common/data/", "media/", "src/"};
    for (const std::string &start : {std::string("./"), own}) {
        for (const char *up : around) {
            for (const char *folder : inside) {
                const std::string path = start + up + folder + filename;
                if (std::ifstream(path).good()) {
                    return strdup(path.c_str());
                }
            }
        }
    }
    fprintf(stderr, "file %s was not found\n", filename);
    return nullptr;
}
