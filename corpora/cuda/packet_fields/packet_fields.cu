// packet_fields: headers of packets as a network stack declares them. Bit-fields of several types share words, unions
// show the same bytes as fields, words and floats, a parser with goto leaves bad packets early, and a table in the
// kernel says what each protocol costs.
//
// usage: packet_fields [packets]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

enum class Protocol : unsigned char { Control = 1, Stream = 6, Datagram = 17 };

struct Flags {
    unsigned char urgent : 1;
    unsigned char ack : 1;
    unsigned char push : 1;
    unsigned char window : 5;
};

struct Header {
    unsigned version : 4;
    unsigned words : 4;
    unsigned length : 16;
    int skew : 8;
    Protocol protocol;
    Flags flags;
    unsigned short check;
};

union Address {
    unsigned word;
    unsigned char octets[4];
    struct {
        unsigned short low, high;
    };
};

struct Packet {
    Header header;
    Address from, to;
    union {
        float level;
        unsigned bits;
    };
};

struct Verdict {
    int status : 4;
    unsigned hops : 6;
    unsigned cost : 22;
    unsigned digest;
};

struct Rule {
    Protocol protocol;
    int least;
    float factor = 1.0f;
};

enum Status { GOOD = 0, BAD_VERSION = -1, TOO_SHORT = -2, BAD_CHECK = -3, LOOPED = -4 };

__host__ __device__ inline unsigned short sumOf(const Header &h, const Address &from, const Address &to)
{
    unsigned sum = h.version + h.words * 3u + h.length + (unsigned)(h.skew + 200);
    sum += from.low ^ to.high;
    sum += (from.high ^ to.low) << 1;
    return static_cast<unsigned short>(sum % 65521u);
}

__device__ int costOf(Protocol protocol, int length)
{
    constexpr Rule rules[] = {{Protocol::Control, 8, 0.5f}, {Protocol::Stream, 20, 2.0f}, {Protocol::Datagram, 12}};
    for (const Rule &rule : rules) {
        if (rule.protocol != protocol)
            continue;
        return length < rule.least ? rule.least : static_cast<int>(length * rule.factor);
    }
    return 1000;
}

__global__ void inspect(const Packet *packets, int count, int limit, Verdict *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;

    Packet p = packets[i];
    Verdict v = {GOOD, 0, 0, 0};
    if (p.header.version != 4) {
        v.status = BAD_VERSION;
        goto done;
    }
    if (p.header.words < 5 || p.header.length < p.header.words * 4u) {
        v.status = TOO_SHORT;
        goto done;
    }
    if (p.header.check != sumOf(p.header, p.from, p.to)) {
        v.status = BAD_CHECK;
        goto done;
    }

next_hop:
    if (p.header.skew == 0 || p.from.word == p.to.word)
        goto arrived;
    if (++v.hops >= limit) {
        v.status = LOOPED;
        goto done;
    }
    p.header.skew += p.header.skew > 0 ? -1 : 1;
    p.from.octets[v.hops % 4] ^= 0x5a;
    p.header.flags.window += 3;
    if (p.header.flags.window & 1)
        p.header.flags.push = !p.header.flags.push;
    goto next_hop;

arrived:
    v.cost = costOf(p.header.protocol, p.header.length);
    if (p.header.flags.urgent)
        v.cost *= 2;

done:
    p.bits ^= 0x80000000u;  // the level changes its sign
    v.digest = p.from.word * 31u + p.bits + (p.header.flags.window << 3 | p.header.flags.push << 2);
    out[i] = v;
}

// Host: the same with whole numbers, no bit-fields.
static Verdict reference(const Packet &p, int limit)
{
    int status = GOOD, skew = p.header.skew, window = p.header.flags.window, push = p.header.flags.push;
    unsigned hops = 0, cost = 0, from = p.from.word, bits;
    const int length = p.header.length;
    if (p.header.version != 4)
        status = BAD_VERSION;
    else if (p.header.words < 5 || length < (int)p.header.words * 4)
        status = TOO_SHORT;
    else if (p.header.check != sumOf(p.header, p.from, p.to))
        status = BAD_CHECK;
    else {
        while (skew != 0 && from != p.to.word) {
            ++hops;
            if ((int)hops >= limit) {
                status = LOOPED;
                break;
            }
            skew += skew > 0 ? -1 : 1;
            from ^= 0x5au << (hops % 4 * 8);
            window = (window + 3) % 32;
            push ^= window & 1;
        }
        if (status == GOOD) {
            switch (p.header.protocol) {
                case Protocol::Control: cost = length < 8 ? 8 : length / 2; break;
                case Protocol::Stream: cost = length < 20 ? 20 : length * 2; break;
                case Protocol::Datagram: cost = length < 12 ? 12 : length; break;
                default: cost = 1000;
            }
            cost *= p.header.flags.urgent ? 2 : 1;
        }
    }
    memcpy(&bits, &p.level, sizeof bits);
    Verdict v = {};
    v.status = status;
    v.hops = hops;
    v.cost = cost;
    v.digest = from * 31u + (bits ^ 0x80000000u) + (unsigned)(window << 3 | push << 2);
    return v;
}

static unsigned state = 20240607u;

static unsigned next()
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static Packet makePacket()
{
    const Protocol kinds[] = {Protocol::Control, Protocol::Stream, Protocol::Datagram, (Protocol)99};
    Packet p;
    memset(&p, 0, sizeof p);
    p.header.version = next() % 10 ? 4 : 6;
    p.header.words = 4 + next() % 12;
    p.header.length = next() % 1500;
    p.header.skew = (int)(next() % 120) - 60;
    p.header.protocol = kinds[next() % 4];
    p.header.flags.urgent = next() & 1;
    p.header.flags.push = next() & 1;
    p.header.flags.window = next() % 32;
    p.from.word = next() * 257u;
    p.to.word = next() % 7 ? next() * 263u : p.from.word;
    p.level = (float)(next() % 1000) * 0.25f;
    p.header.check = sumOf(p.header, p.from, p.to) + (next() % 9 == 0);
    return p;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? atoi(argv[1]) : 10007;
    const int limit = 48;
    if (count < 1) {
        fprintf(stderr, "usage: packet_fields [packets]\n");
        return 2;
    }
    std::vector<Packet> packets;
    for (int i = 0; i < count; ++i)
        packets.push_back(makePacket());

    Packet *dPackets;
    Verdict *dVerdicts;
    std::vector<Verdict> got(count);
    cudaMalloc(&dPackets, count * sizeof(Packet));
    cudaMalloc(&dVerdicts, count * sizeof(Verdict));
    cudaMemcpy(dPackets, packets.data(), count * sizeof(Packet), cudaMemcpyHostToDevice);
    inspect<<<(count + 127) / 128, 128>>>(dPackets, count, limit, dVerdicts);
    cudaMemcpy(got.data(), dVerdicts, count * sizeof(Verdict), cudaMemcpyDeviceToHost);
    if (cudaGetLastError() != cudaSuccess)
        return 1;
    cudaFree(dPackets);
    cudaFree(dVerdicts);

    for (int i = 0; i < count; ++i) {
        const Verdict want = reference(packets[i], limit);
        const Verdict &v = got[i];
        if (v.status != want.status || v.hops != want.hops || v.cost != want.cost || v.digest != want.digest) {
            printf("FAIL packet_fields: packet %d, got %d %u %u %u, want %d %u %u %u\n", i, v.status, v.hops, v.cost,
                   v.digest, want.status, want.hops, want.cost, want.digest);
            return 1;
        }
    }
    printf("PASS packet_fields\n");
    return 0;
}
