// SPDX-License-Identifier: MIT
// Kernels for devices whose memory is buffers: a pointer into a buffer reaches a kernel as the buffer and
// a distance in bytes. The text of a module is read, and gets each kernel once more as `<name>__at`, with such
// a distance behind each pointer.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cn::opencl {

/// Behind the comment or literal that begins at `at`; `at` where none does.
inline std::size_t behind_comment(std::string_view text, std::size_t at) {
    const std::string_view two = text.substr(at, 2);
    if (two == "//") {
        return std::min(text.find('\n', at), text.size());
    }
    if (two == "/*") {
        const std::size_t end = text.find("*/", at + 2);
        return end == std::string_view::npos ? text.size() : end + 2;
    }
    if (text[at] != '"' && text[at] != '\'') {
        return at;
    }
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != text[at]) {
        end += text[end] == '\\' ? 2 : 1;
    }
    return std::min(end + 1, text.size());
}

/// `text` with blanks for its comments and literals, so that every offset is kept.
inline std::string without_comments(std::string_view text) {
    std::string bare(text);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = behind_comment(text, at);
        std::replace_if(bare.begin() + at, bare.begin() + end, [](char c) { return c != '\n'; }, ' ');
        at = std::max(end, at + 1);
    }
    return bare;
}

inline bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where `word` stands from `at` on, with no other letter beside it; npos where it does not.
inline std::size_t find_word(std::string_view bare, std::string_view word, std::size_t at) {
    for (at = bare.find(word, at); at != std::string_view::npos; at = bare.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !in_word(bare[at - 1])) && (end == bare.size() || !in_word(bare[end]))) {
            return at;
        }
    }
    return at;
}

/// Behind the bracket that closes the one at `open`.
inline std::size_t behind_bracket(std::string_view bare, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < bare.size(); ++at) {
        depth += std::string_view("([{").find(bare[at]) != std::string_view::npos;
        depth -= std::string_view(")]}").find(bare[at]) != std::string_view::npos;
        if (depth == 0) {
            return at + 1;
        }
    }
    return bare.size();
}

/// A pointer to global or constant memory among a kernel's parameters; `end` is where its text ends.
struct offset_parameter {
    std::string name;
    const char *space;
    std::size_t end;
};

/// The parameter that `bare` is, whose text ends at `end`; without a name where it is no such pointer.
inline offset_parameter read_parameter(std::string_view bare, std::size_t end) {
    const auto has = [bare](std::string_view word) {
        return find_word(bare, word, 0) != std::string_view::npos;
    };
    const bool constant = has("__constant") || has("constant");
    const std::size_t star = bare.find('*');
    if (star == std::string_view::npos || !(constant || has("__global") || has("global"))) {
        return {};
    }
    // The name is the last word; of a pointer to an array, the last one in its parentheses.
    const std::size_t open = bare.rfind('(', star);
    std::size_t last = open == std::string_view::npos ? bare.size() : bare.find(')', star);
    while (last > 0 && !in_word(bare[last - 1])) {
        --last;
    }
    std::size_t first = last;
    while (first > 0 && in_word(bare[first - 1])) {
        --first;
    }
    return {std::string(bare.substr(first, last - first)), constant ? "__constant" : "__global", end};
}

/// The pointers among the parameters in the parentheses from `open` to `close`.
inline std::vector<offset_parameter> offset_parameters(std::string_view bare, std::size_t open,
                                                       std::size_t close) {
    std::vector<offset_parameter> found;
    for (std::size_t start = open + 1; start < close;) {
        std::size_t end = start;
        while (end < close - 1 && bare[end] != ',') {
            const bool opens = bare[end] == '(' || bare[end] == '[';
            end = opens ? behind_bracket(bare, end) : end + 1;
        }
        const offset_parameter p = read_parameter(bare.substr(start, end - start), end);
        if (!p.name.empty()) {
            found.push_back(p);
        }
        start = end + 1;
    }
    return found;
}

/// The kernel that begins at `at` of `text`, with offsets; `at` moves behind it. `bare` is `text` without comments.
inline std::string kernel_with_offsets(std::string_view text, std::string_view bare, std::size_t &at) {
    const std::size_t start = at, type = find_word(bare, "void", at);
    at = std::min(bare.find_first_of("({", std::min(type, bare.size())), bare.size());
    if (at == bare.size() || bare[at] != '(') {
        return "";
    }
    const std::size_t open = at, close = behind_bracket(bare, open);
    const std::size_t brace = bare.find_first_not_of(" \t\r\n", close);
    at = close;
    if (brace == std::string_view::npos || bare[brace] != '{') {
        return ""; // a declaration
    }
    at = behind_bracket(bare, brace);
    std::string made(text.substr(start, bare.find_last_not_of(" \t\r\n", open - 1) + 1 - start));
    made += "__at";
    std::size_t copied = open;
    std::string moves;
    for (const offset_parameter &p : offset_parameters(bare, open, close)) {
        made.append(text.substr(copied, p.end - copied)).append(", ulong " + p.name + "_at");
        copied = p.end;
        moves += "\n    " + p.name + " = (" + p.space + " void *)((" + p.space + " uchar *)" + p.name +
                 " + " + p.name + "_at);";
    }
    made.append(text.substr(copied, brace + 1 - copied)).append(moves);
    return made.append(text.substr(brace + 1, at - brace - 1)).append("\n\n");
}

/// `text` and behind it each of its kernels with offsets.
inline std::string with_offsets(std::string_view text) {
    const std::string bare = without_comments(text);
    std::string made(text);
    made += "\n";
    std::size_t at = 0;
    while ((at = find_word(bare, "__kernel", at)) != std::string::npos) {
        made += kernel_with_offsets(text, bare, at);
    }
    return made;
}

} // namespace cn::opencl
