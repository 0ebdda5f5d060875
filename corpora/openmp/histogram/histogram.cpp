// histogram by hand: each core counts for itself, in four tables, so that equal neighbours do not wait for each other.
#include "../timing.hpp"

static void count_bytes(const unsigned char *data, long count, unsigned *bins)
{
#pragma omp parallel
    {
        unsigned own[4][256] = {};
        const long whole = count / 4 * 4;
#pragma omp for schedule(static)
        for (long i = 0; i < whole; i += 4) {
            own[0][data[i]]++;
            own[1][data[i + 1]]++;
            own[2][data[i + 2]]++;
            own[3][data[i + 3]]++;
        }
#pragma omp single
        for (long i = whole; i < count; i++)
            own[0][data[i]]++;
#pragma omp critical
        for (int bin = 0; bin < 256; bin++)
            bins[bin] += own[0][bin] + own[1][bin] + own[2][bin] + own[3][bin];
    }
}

int main()
{
    const std::vector<unsigned char> data = integers<unsigned char>(8000003, 9, 256);
    std::vector<unsigned> bins(256);
    for (const char *name : {"histogram_shared", "histogram_packed"})
        measure(name, [&] { count_bytes(data.data(), static_cast<long>(data.size()), bins.data()); },
                [&] { return bins; });
    return 0;
}
