// scene_objects: a height map over a scene of objects that a kernel makes in device memory. Classes
// with virtual functions that call themselves by way of others, new and delete in kernels, scratch
// memory from malloc, lists whose nodes come from and go back to the heap, whose size the host sets.
//
// usage: scene_objects [width] [height] [objects]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call) \
    do { \
        const cudaError_t status_ = (call); \
        if (status_ != cudaSuccess) { \
            std::printf("FAIL scene_objects: %s, got %s, want success\n", #call, \
                        cudaGetErrorString(status_)); \
            std::exit(1); \
        } \
    } while (0)

// What the scene is made of, as the host describes it.
struct Description {
    int kind;
    float x, y, size, height;
};

class Solid {
public:
    __device__ Solid(float x, float y) : x_(x), y_(y) {}
    __device__ virtual ~Solid() {}
    __device__ virtual float height(float x, float y) const = 0;
    __device__ virtual float weight() const { return 1.0f; }

protected:
    float x_, y_;
};

class Dome : public Solid {
public:
    __device__ Dome(const Description &d) : Solid(d.x, d.y), radius_(d.size) {}
    __device__ float height(float x, float y) const override
    {
        const float dx = x - x_, dy = y - y_;
        const float rest = radius_ * radius_ - dx * dx - dy * dy;
        return rest > 0 ? sqrtf(rest) : 0.0f;
    }

private:
    float radius_;
};

class Block : public Solid {
public:
    __device__ Block(const Description &d) : Solid(d.x, d.y), half_(d.size), top_(d.height) {}
    __device__ float height(float x, float y) const override
    {
        return fabsf(x - x_) <= half_ && fabsf(y - y_) <= half_ ? top_ : 0.0f;
    }
    __device__ float weight() const override { return 2.0f; }

protected:
    float half_, top_;
};

// Owns memory of its own, which ends with it.
class Stairs : public Block {
public:
    __device__ Stairs(const Description &d, int count) : Block(d), count_(count), steps_(new float[count])
    {
        for (int i = 0; i < count; i++) {
            steps_[i] = d.height * (i + 1) / count;
        }
    }
    __device__ ~Stairs() override { delete[] steps_; }
    __device__ float height(float x, float y) const override
    {
        if (Block::height(x, y) == 0.0f) {
            return 0.0f;
        }
        const int step = static_cast<int>((x - x_ + half_) * count_ / (2 * half_));
        return steps_[step < count_ ? step : count_ - 1];
    }

private:
    int count_;
    float *steps_;
};

// Of other objects, which may be groups again; its functions call themselves by way of its parts.
class Group : public Solid {
public:
    __device__ Group(Solid *first, Solid *second) : Solid(0, 0), parts_{first, second} {}
    __device__ ~Group() override;
    __device__ float height(float x, float y) const override;

private:
    Solid *parts_[2];
};

__device__ Group::~Group()
{
    for (Solid *part : parts_) {
        delete part;
    }
}

__device__ float Group::height(float x, float y) const
{
    float top = 0;
    for (const Solid *part : parts_) {
        top = fmaxf(top, part->height(x, y));
    }
    return top;
}

__global__ void build(Solid **scene, const Description *descriptions, int count)
{
    if (blockIdx.x != 0 || threadIdx.x != 0) {
        return;
    }
    for (int i = 0; i < count; i++) {
        const Description &d = descriptions[i];
        switch (d.kind) {
        case 0:
            scene[i] = new Dome(d);
            break;
        case 1:
            scene[i] = new Block(d);
            break;
        case 2:
            scene[i] = new Stairs(d, 4);
            break;
        default:
            scene[i] = new Group(new Dome(d), new Group(new Block(d), new Dome(d)));
        }
    }
}

// The highest object over each cell, and the weights of all objects over it.
__global__ void survey(Solid *const *scene, int count, float *highest, float *weights, int width, int height)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (column >= width || row >= height) {
        return;
    }
    float top = 0, weight = 0;
    for (int i = 0; i < count; i++) {
        const float here = scene[i]->height(column, row);
        top = here > top ? here : top;
        weight += here > 0 ? scene[i]->weight() : 0;
    }
    highest[row * width + column] = top;
    weights[row * width + column] = weight;
}

struct Crossing {
    int column;
    Crossing *next;
};

// For each row the cells where the height changes, gathered in a list, then copied to a scratch array and summed.
__global__ void crossings(const float *highest, int width, int height, int *sums)
{
    const int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= height) {
        return;
    }
    Crossing *list = nullptr;
    int count = 0;
    for (int column = 1; column < width; column++) {
        if (highest[row * width + column] != highest[row * width + column - 1]) {
            list = new Crossing{column, list};
            count++;
        }
    }
    int *columns = static_cast<int *>(malloc((count + 1) * sizeof(int)));
    if (columns == nullptr) {
        sums[row] = -1;
        return;
    }
    int filled = 0;
    while (list != nullptr) {
        Crossing *next = list->next;
        columns[filled++] = list->column;
        delete list;
        list = next;
    }
    int sum = 0;
    for (int i = 0; i < filled; i++) {
        sum += columns[i] * (i + 1);
    }
    free(columns);
    sums[row] = sum;
}

__global__ void clear(Solid **scene, int count)
{
    for (int i = 0; i < count; i++) {
        delete scene[i];
        scene[i] = nullptr;
    }
}

static unsigned state = 12345;
static unsigned next_number(unsigned limit)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

static float expected_height(const Description &d, float x, float y)
{
    if (d.kind == 3) {
        const Description dome{0, d.x, d.y, d.size, d.height}, block{1, d.x, d.y, d.size, d.height};
        return std::fmax(expected_height(dome, x, y), expected_height(block, x, y));
    }
    if (d.kind == 0) {
        const double rest = (double)d.size * d.size - std::pow(x - d.x, 2) - std::pow(y - d.y, 2);
        return rest > 0 ? (float)std::sqrt(rest) : 0.0f;
    }
    if (std::fabs(x - d.x) > d.size || std::fabs(y - d.y) > d.size) {
        return 0.0f;
    }
    if (d.kind == 1) {
        return d.height;
    }
    const int step = (int)((x - d.x + d.size) * 4 / (2 * d.size));
    return d.height * ((step < 4 ? step : 3) + 1) / 4;
}

static int fail(const char *what, int at, double got, double want)
{
    std::printf("FAIL scene_objects: %s %d, got %g, want %g\n", what, at, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 133;
    const int height = argc > 2 ? std::atoi(argv[2]) : 71;
    const int count = argc > 3 ? std::atoi(argv[3]) : 19;
    if (width < 1 || height < 1 || count < 1) {
        return 2;
    }
    std::vector<Description> descriptions(count);
    for (int i = 0; i < count; i++) {
        descriptions[i] = {i % 4, (float)next_number(width), (float)next_number(height),
            2.0f + next_number(8), 4.0f * (1 + next_number(5))};
    }
    const int cells = width * height;
    Description *device_descriptions;
    Solid **scene;
    float *highest, *weights;
    int *sums;
    CHECK(cudaDeviceSetLimit(cudaLimitMallocHeapSize, 256 << 10));
    CHECK(cudaMalloc(&device_descriptions, count * sizeof(Description)));
    CHECK(cudaMalloc(&scene, count * sizeof(Solid *)));
    CHECK(cudaMalloc(&highest, cells * sizeof(float)));
    CHECK(cudaMalloc(&weights, cells * sizeof(float)));
    CHECK(cudaMalloc(&sums, height * sizeof(int)));
    CHECK(cudaMemcpy(device_descriptions, descriptions.data(), count * sizeof(Description), cudaMemcpyHostToDevice));

    build<<<1, 1>>>(scene, device_descriptions, count);
    const dim3 block(16, 8), grid((width + 15) / 16, (height + 7) / 8);
    survey<<<grid, block>>>(scene, count, highest, weights, width, height);
    crossings<<<(height + 31) / 32, 32>>>(highest, width, height, sums);
    clear<<<1, 1>>>(scene, count);
    CHECK(cudaGetLastError());

    std::vector<float> got(cells), got_weights(cells);
    std::vector<int> got_sums(height);
    std::vector<Solid *> left(count);
    CHECK(cudaMemcpy(got.data(), highest, cells * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(got_weights.data(), weights, cells * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(got_sums.data(), sums, height * sizeof(int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(left.data(), scene, count * sizeof(Solid *), cudaMemcpyDeviceToHost));

    for (int cell = 0; cell < cells; cell++) {
        float top = 0, weight = 0;
        for (const Description &d : descriptions) {
            const float here = expected_height(d, cell % width, cell / width);
            top = std::fmax(top, here);
            weight += here > 0 ? (d.kind == 0 || d.kind == 3 ? 1 : 2) : 0;
        }
        if (!(std::fabs(got[cell] - top) <= 1e-5f * top)) { // a root
            return fail("height", cell, got[cell], top);
        }
        if (got_weights[cell] != weight) {
            return fail("weight", cell, got_weights[cell], weight);
        }
    }
    for (int row = 0; row < height; row++) {
        int sum = 0, place = 0;
        for (int column = width - 1; column > 0; column--) {
            if (got[row * width + column] != got[row * width + column - 1]) {
                sum += column * ++place;
            }
        }
        if (got_sums[row] != sum) {
            return fail("sum", row, got_sums[row], sum);
        }
    }
    for (int i = 0; i < count; i++) {
        if (left[i] != nullptr) {
            return fail("object", i, 1, 0);
        }
    }
    CHECK(cudaFree(device_descriptions));
    CHECK(cudaFree(scene));
    CHECK(cudaFree(highest));
    CHECK(cudaFree(weights));
    CHECK(cudaFree(sums));
    std::printf("PASS scene_objects\n");
    return 0;
}
