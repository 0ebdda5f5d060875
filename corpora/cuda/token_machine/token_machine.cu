// token_machine: a state machine per thread. Every thread reads one record of a text and sums up what
// it finds: numbers (with signs and hexadecimal), words, quoted strings with escapes, comments. The
// switch has fall-through, shared labels, a nested switch, and continue inside do-while.
//
// usage: token_machine [records]
#include <cuda_runtime.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

enum State { START, SIGN, ZERO, NUMBER, HEX, WORD, STRING, ESCAPE, COMMENT, BROKEN };

enum class Kind : unsigned char { Number, Word, String, Comment, Error, Count };

struct Summary {
    int tokens[(int)Kind::Count];
    unsigned long long total;  // of all numbers, wrapping around
    unsigned weight;           // by the fall-through table below
    State last;
};

__device__ inline bool isDigit(char c) { return c >= '0' && c <= '9'; }
__device__ inline bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

__device__ int hexValue(char c)
{
    switch (c) {
        case '0': case '1': case '2': case '3': case '4':
        case '5': case '6': case '7': case '8': case '9':
            return c - '0';
        case 'a': case 'b': case 'c': case 'd': case 'e': case 'f':
            return c - 'a' + 10;
        default:
            return -1;
    }
}

// Each kind weighs as much as all kinds below it and one more: cases fall through on purpose.
__device__ unsigned weigh(Kind kind)
{
    unsigned weight = 0;
    switch (kind) {
        case Kind::Error:
            weight += 1000;
            [[fallthrough]];
        case Kind::Comment:
            weight += 100;
            [[fallthrough]];
        case Kind::String:
            weight += 10;
            break;
        case Kind::Word:
            weight += 5;
            [[fallthrough]];
        default:
            ++weight;
    }
    return weight;
}

__device__ void emit(Summary *s, Kind kind, unsigned long long value)
{
    ++s->tokens[(int)kind];
    s->weight = s->weight * 3u + weigh(kind);
    s->total += kind == Kind::Number ? value : 0;
}

__global__ void tokenize(const char *text, const int *offsets, int records, Summary *out)
{
    const int r = blockIdx.x * blockDim.x + threadIdx.x;
    if (r >= records)
        return;
    Summary s = {{0, 0, 0, 0, 0}, 0, 0, START};
    State state = START;
    unsigned long long value = 0;
    bool negative = false;
    const int end = offsets[r + 1];
    for (int at = offsets[r]; at <= end; ++at) {
        const char c = at < end ? text[at] : '\n';
        bool again;
        do {  // a character that ends a token is looked at once more
            again = false;
            switch (state) {
                case START:
                    value = 0;
                    negative = false;
                    switch (c) {
                        case ' ':
                        case '\n':
                            break;
                        case '-':
                            negative = true;
                            // fall through
                        case '+':
                            state = SIGN;
                            break;
                        case '0':
                            state = ZERO;
                            break;
                        case '"':
                            state = STRING;
                            break;
                        case '#':
                            state = COMMENT;
                            break;
                        default:
                            state = isDigit(c) ? NUMBER : isLetter(c) ? WORD : BROKEN;
                            again = state != WORD;
                    }
                    continue;
                case SIGN:
                    if (!isDigit(c)) {
                        state = BROKEN;
                        again = true;
                        break;
                    }
                    state = c == '0' ? ZERO : NUMBER;
                    again = c != '0';
                    break;
                case ZERO:
                    if (c == 'x') {
                        state = HEX;
                        break;
                    }
                    state = NUMBER;
                    // fall through
                case NUMBER:
                    if (isDigit(c)) {
                        value = value * 10 + (c - '0');
                        break;
                    }
                    emit(&s, Kind::Number, negative ? 0 - value : value);
                    state = START;
                    again = true;
                    break;
                case HEX: {
                    const int digit = hexValue(c);
                    if (digit >= 0) {
                        value = value << 4 | digit;
                        break;
                    }
                    emit(&s, Kind::Number, negative ? 0 - value : value);
                    state = START;
                    again = true;
                    break;
                }
                case WORD:
                    if (isLetter(c) || isDigit(c))
                        break;
                    emit(&s, Kind::Word, 0);
                    state = START;
                    again = true;
                    break;
                case ESCAPE:
                    state = STRING;
                    break;
                case STRING:
                    if (c == '\\')
                        state = ESCAPE;
                    else if (c == '"') {
                        emit(&s, Kind::String, 0);
                        state = START;
                    }
                    break;
                case COMMENT:
                    if (c == '\n') {
                        emit(&s, Kind::Comment, 0);
                        state = START;
                    }
                    break;
                case BROKEN:
                default:
                    emit(&s, Kind::Error, 0);
                    state = START;
                    break;
            }
        } while (again);
    }
    s.last = state;
    out[r] = s;
}

// Host: cuts the record with string functions instead of states.
static Summary reference(const std::string &record)
{
    Summary s = {{0, 0, 0, 0, 0}, 0, 0, START};
    static const unsigned weights[] = {1, 6, 10, 110, 1110};
    auto add = [&s](Kind kind) {
        ++s.tokens[(int)kind];
        s.weight = s.weight * 3u + weights[(int)kind];
    };
    const std::string text = record + "\n";
    size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (c == ' ' || c == '\n') {
            ++i;
        } else if (c == '"') {
            size_t close = i + 1;
            while (close < text.size() && text[close] != '"')
                close += text[close] == '\\' ? 2 : 1;
            if (close >= text.size()) {
                s.last = STRING;
                return s;
            }
            add(Kind::String);
            i = close + 1;
        } else if (c == '#') {
            add(Kind::Comment);
            i = text.find('\n', i) + 1;
        } else if (std::isalpha(c) || c == '_') {
            i = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", i);
            add(Kind::Word);
        } else {
            const size_t first = i + (c == '-' || c == '+');
            if (!std::isdigit(text[first])) {
                add(Kind::Error);
                i = first + 1;  // a sign takes the character behind it along
                continue;
            }
            const bool hex = text[first] == '0' && text[first + 1] == 'x';
            const size_t digits = hex ? first + 2 : first;
            i = text.find_first_not_of(hex ? "0123456789abcdef" : "0123456789", digits);
            const std::string number = text.substr(digits, i - digits);
            unsigned long long value = 0;
            for (char digit : number)
                value = value * (hex ? 16 : 10) + (digit >= 'a' ? digit - 'a' + 10 : digit - '0');
            s.total += c == '-' ? ~value + 1 : value;
            add(Kind::Number);
        }
    }
    return s;
}

int main(int argc, char **argv)
{
    const int records = argc > 1 ? std::atoi(argv[1]) : 5003;
    if (records < 1) {
        std::fprintf(stderr, "usage: %s [records]\n", argv[0]);
        return 2;
    }
    static const char *const pieces[] = {"17", "-250", "+8", "0", "0x1f", "-0xffffffff", "word", "x_1", "\"a b\"",
                                         "\"q\\\"z\"", "#rest 12", "?", "-", "+a", "4000000000", "007", " ", "  ",
                                         "Ab9", "0x", "\"open", "\"\\"};
    std::vector<int> offsets(1, 0);
    std::vector<std::string> lines(records);
    std::string text;
    unsigned seed = 2718u;
    for (std::string &line : lines) {
        seed = seed * 1664525u + 1013904223u;
        for (int k = seed >> 28; k > 0; --k) {
            seed = seed * 1664525u + 1013904223u;
            line += pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            if (seed >> 30)
                line += ' ';
        }
        text += line;
        offsets.push_back((int)text.size());
    }
    text += '$';  // never empty

    char *d_text;
    int *d_offsets;
    Summary *d_out;
    std::vector<Summary> got(records);
    cudaError_t e = cudaMalloc((void **)&d_text, text.size());
    if (e == cudaSuccess) e = cudaMalloc((void **)&d_offsets, offsets.size() * sizeof(int));
    if (e == cudaSuccess) e = cudaMalloc((void **)&d_out, records * sizeof(Summary));
    if (e == cudaSuccess) e = cudaMemcpy(d_text, text.data(), text.size(), cudaMemcpyHostToDevice);
    if (e == cudaSuccess)
        e = cudaMemcpy(d_offsets, offsets.data(), offsets.size() * sizeof(int), cudaMemcpyHostToDevice);
    if (e == cudaSuccess) {
        tokenize<<<(records + 63) / 64, 64>>>(d_text, d_offsets, records, d_out);
        e = cudaGetLastError();
    }
    if (e == cudaSuccess) e = cudaMemcpy(got.data(), d_out, records * sizeof(Summary), cudaMemcpyDeviceToHost);
    if (e != cudaSuccess) {
        std::printf("FAIL token_machine: CUDA, got %s, want no error\n", cudaGetErrorString(e));
        return 1;
    }
    cudaFree(d_text);
    cudaFree(d_offsets);
    cudaFree(d_out);

    for (int r = 0; r < records; ++r) {
        const Summary want = reference(lines[r]);
        const Summary &g = got[r];
        bool same = g.total == want.total && g.weight == want.weight && g.last == want.last;
        for (int k = 0; k < (int)Kind::Count; ++k)
            same = same && g.tokens[k] == want.tokens[k];
        if (!same) {
            std::printf("FAIL token_machine: record %d '%s', got total %llu weight %u state %d, "
                        "want total %llu weight %u state %d\n",
                        r, lines[r].c_str(), g.total, g.weight, g.last, want.total, want.weight, want.last);
            return 1;
        }
    }
    std::printf("PASS token_machine\n");
    return 0;
}
