// particles: structs in every role. Parameters by value (with a nested array and with an enum), an
// array of structs, a struct that carries device pointers by value, a struct in device memory that
// itself points to device memory, member functions, nested structs, bit fields of flags in an int.
//
// usage: particles [particles [steps]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define BLOCK 96

enum Boundary { BOUNCE, WRAP, LEAVE };

struct Vec {
    double x, y;
};

struct Particle {
    Vec position;
    Vec velocity;
    float charge;
    unsigned flags;
    char tag;  // leaves padding behind
};

struct Box {
    Vec low, high;
    Boundary boundary;

    __host__ __device__ double width() const { return high.x - low.x; }
    __host__ __device__ double height() const;
};

__host__ __device__ double Box::height() const { return high.y - low.y; }

struct Field {
    int wells;
    struct Well {
        Vec centre;
        float strength;
    } well[4];
};

struct Cells {  // device pointers, passed by value
    int columns, rows;
    int *population;
    float *charge;
};

struct System {  // lives in device memory and points to device memory
    int count;
    Particle *particles;
    Cells cells;
};

enum { OUTSIDE = 1u << 0, REFLECTED = 1u << 3 };

__device__ void bounce(double &position, double &velocity, double low, double high, unsigned *flags)
{
    if (position < low) {
        position = 2 * low - position;
        velocity = -velocity;
        *flags |= REFLECTED;
    } else if (position > high) {
        position = 2 * high - position;
        velocity = -velocity;
        *flags |= REFLECTED;
    }
}

__global__ void move(Particle *particles, int count, Box box, Field field, double dt)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    Particle p = particles[i];
    for (int w = 0; w < field.wells; ++w) {
        const Field::Well &well = field.well[w];
        p.velocity.x += dt * p.charge * well.strength * (well.centre.x - p.position.x);
        p.velocity.y += dt * p.charge * well.strength * (well.centre.y - p.position.y);
    }
    p.position.x += dt * p.velocity.x;
    p.position.y += dt * p.velocity.y;

    switch (box.boundary) {
        case BOUNCE:
            bounce(p.position.x, p.velocity.x, box.low.x, box.high.x, &p.flags);
            bounce(p.position.y, p.velocity.y, box.low.y, box.high.y, &p.flags);
            break;
        case WRAP:
            p.position.x -= box.width() * floor((p.position.x - box.low.x) / box.width());
            p.position.y -= box.height() * floor((p.position.y - box.low.y) / box.height());
            break;
        default:
            break;
    }
    const bool out = p.position.x < box.low.x || p.position.x > box.high.x || p.position.y < box.low.y ||
                     p.position.y > box.high.y;
    p.flags = out ? p.flags | OUTSIDE : p.flags & ~OUTSIDE;
    p.tag = out ? 'o' : 'i';
    particles[i] = p;
}

__device__ int cellOf(const Cells &cells, const Box *box, Vec v)
{
    const int c = (int)((v.x - box->low.x) / box->width() * cells.columns);
    const int r = (int)((v.y - box->low.y) / box->height() * cells.rows);
    return min(max(r, 0), cells.rows - 1) * cells.columns + min(max(c, 0), cells.columns - 1);
}

__global__ void bin(const Particle *particles, int count, Cells cells, Box box)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count || (particles[i].flags & OUTSIDE))
        return;
    atomicAdd(&cells.population[cellOf(cells, &box, particles[i].position)], 1);
}

// One block reads everything through one pointer to a struct.
__global__ void summarise(const System *system, int *inside, int *reflected)
{
    __shared__ int counts[2][BLOCK];
    counts[0][threadIdx.x] = counts[1][threadIdx.x] = 0;
    for (int i = threadIdx.x; i < system->count; i += blockDim.x) {
        const Particle *p = &system->particles[i];
        counts[0][threadIdx.x] += p->tag == 'i';
        counts[1][threadIdx.x] += (p->flags & REFLECTED) != 0;
    }
    __syncthreads();
    if (threadIdx.x < 2) {
        int total = 0;
        for (int t = 0; t < BLOCK; ++t)
            total += counts[threadIdx.x][t];
        *(threadIdx.x == 0 ? inside : reflected) = total;
    }
    for (int c = threadIdx.x; c < system->cells.columns * system->cells.rows; c += blockDim.x)
        system->cells.charge[c] = 0.5f * system->cells.population[c];
}

#define CHECK(call)                                                                                   \
    do {                                                                                              \
        const cudaError_t status = call;                                                              \
        if (status != cudaSuccess) {                                                                  \
            std::printf("FAIL particles: %s, got %s, want no error\n", #call, cudaGetErrorName(status)); \
            std::exit(1);                                                                             \
        }                                                                                             \
    } while (0)

static bool differs(double got, double want) { return !(std::fabs(got - want) <= 1e-9 * (1 + std::fabs(want))); }

static int run(Boundary boundary, int count, int steps)
{
    const Box box = {{-2.0, -1.0}, {2.0, 1.5}, boundary};
    Field field = {3, {{{0.5, 0.25}, 1.5f}, {{-1.0, 0.5}, 0.75f}, {{0.0, -0.5}, -0.25f}, {{0, 0}, 0}}};
    const double dt = 0.05;
    std::vector<Particle> particles(count);
    unsigned seed = 1234u;
    for (Particle &p : particles) {
        double r[4];
        for (double &v : r) {
            seed = seed * 1664525u + 1013904223u;
            v = (seed >> 8) / 16777216.0;
        }
        p = Particle{{box.low.x + r[0] * 4.0, box.low.y + r[1] * 2.5}, {3 * r[2] - 1.5, 3 * r[3] - 1.5},
                     (float)(r[0] + 0.5), 0u, '?'};
    }
    std::vector<Particle> want(particles);

    Cells cells = {7, 5, nullptr, nullptr};
    const int cellCount = cells.columns * cells.rows;
    Particle *d_particles;
    System *d_system;
    int *d_totals;
    CHECK(cudaMalloc((void **)&d_particles, count * sizeof(Particle)));
    CHECK(cudaMalloc((void **)&d_system, sizeof(System)));
    CHECK(cudaMalloc((void **)&d_totals, 2 * sizeof(int)));
    CHECK(cudaMalloc((void **)&cells.population, cellCount * sizeof(int)));
    CHECK(cudaMalloc((void **)&cells.charge, cellCount * sizeof(float)));
    CHECK(cudaMemset(cells.population, 0, cellCount * sizeof(int)));
    CHECK(cudaMemcpy(d_particles, particles.data(), count * sizeof(Particle), cudaMemcpyHostToDevice));

    const int blocks = (count + BLOCK - 1) / BLOCK;
    for (int s = 0; s < steps; ++s)
        move<<<blocks, BLOCK>>>(d_particles, count, box, field, dt);
    bin<<<blocks, BLOCK>>>(d_particles, count, cells, box);
    System system = {count, d_particles, cells};
    CHECK(cudaMemcpy(d_system, &system, sizeof system, cudaMemcpyHostToDevice));
    summarise<<<1, BLOCK>>>(d_system, d_totals, d_totals + 1);
    CHECK(cudaGetLastError());

    std::vector<int> population(cellCount);
    std::vector<float> charge(cellCount);
    int totals[2];
    CHECK(cudaMemcpy(particles.data(), d_particles, count * sizeof(Particle), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(population.data(), cells.population, cellCount * sizeof(int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(charge.data(), cells.charge, cellCount * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(totals, d_totals, sizeof totals, cudaMemcpyDeviceToHost));
    CHECK(cudaFree(d_particles));
    CHECK(cudaFree(d_system));
    CHECK(cudaFree(d_totals));
    CHECK(cudaFree(cells.population));
    CHECK(cudaFree(cells.charge));

    // Positions and velocities: 1e-9 relative after a few steps in double precision.
    int inside = 0, reflected = 0;
    for (int i = 0; i < count; ++i) {
        double x[2] = {want[i].position.x, want[i].position.y}, v[2] = {want[i].velocity.x, want[i].velocity.y};
        const double low[2] = {-2.0, -1.0}, size[2] = {4.0, 2.5};
        bool touched = false;
        for (int s = 0; s < steps; ++s) {
            for (int w = 0; w < 3; ++w) {
                const double c[2] = {field.well[w].centre.x, field.well[w].centre.y};
                for (int a = 0; a < 2; ++a)
                    v[a] += dt * double(want[i].charge) * double(field.well[w].strength) * (c[a] - x[a]);
            }
            for (int a = 0; a < 2; ++a) {
                x[a] += dt * v[a];
                const double offset = x[a] - low[a];
                if (boundary == WRAP)
                    x[a] -= size[a] * std::floor(offset / size[a]);
                else if (boundary == BOUNCE && (offset < 0 || offset > size[a])) {
                    x[a] = low[a] + (offset < 0 ? -offset : 2 * size[a] - offset);
                    v[a] = -v[a];
                    touched = true;
                }
            }
        }
        const Particle &p = particles[i];
        if (differs(p.position.x, x[0]) || differs(p.position.y, x[1]) || differs(p.velocity.x, v[0]) ||
            differs(p.velocity.y, v[1])) {
            std::printf("FAIL particles: boundary %d particle %d, got (%.12g, %.12g), want (%.12g, %.12g)\n", boundary,
                        i, p.position.x, p.position.y, x[0], x[1]);
            return 1;
        }
        inside += p.tag == 'i';
        reflected += (p.flags & REFLECTED) != 0;
        if (touched != ((p.flags & REFLECTED) != 0) || p.charge != want[i].charge) {
            std::printf("FAIL particles: flags of particle %d, got %u, want reflected = %d\n", i, p.flags, touched);
            return 1;
        }
    }
    int binned = 0;
    for (int c = 0; c < cellCount; ++c) {
        binned += population[c];
        if (charge[c] != 0.5f * population[c]) {
            std::printf("FAIL particles: charge of cell %d, got %g, want %g\n", c, charge[c], 0.5f * population[c]);
            return 1;
        }
    }
    if (totals[0] != inside || totals[1] != reflected || binned != inside) {
        std::printf("FAIL particles: totals, got %d %d %d, want %d %d %d\n", totals[0], totals[1], binned, inside,
                    reflected, inside);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 4999;
    const int steps = argc > 2 ? std::atoi(argv[2]) : 12;
    if (count < 1 || steps < 0) {
        std::fprintf(stderr, "usage: %s [particles [steps]]\n", argv[0]);
        return 2;
    }
    for (Boundary boundary : {BOUNCE, WRAP, LEAVE})
        if (run(boundary, count, steps))
            return 1;
    std::printf("PASS particles\n");
    return 0;
}
