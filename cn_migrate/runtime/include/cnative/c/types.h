// SPDX-License-Identifier: MIT
// Types and constants of the interface as C sees them. It includes nothing but tables: the library
// includes it a second time, inside of a namespace, to compare it with the C++ interface.

#define CN_ROW_2(value, name) cn_##name = value,
#define CN_ROW_3(value, name, more) cn_##name = value,

typedef enum cn_error_t { CN_ERRORS(CN_ROW_3) } cn_error_t;
typedef enum cn_device_attr { CN_DEVICE_ATTRIBUTES(CN_ROW_3) } cn_device_attr;
typedef enum cn_memcpy_kind { CN_MEMCPY_KINDS(CN_ROW_2) } cn_memcpy_kind;
typedef enum cn_memory_type { CN_MEMORY_TYPES(CN_ROW_2) } cn_memory_type;
typedef enum cn_memory_advise { CN_MEMORY_ADVICE(CN_ROW_2) } cn_memory_advise;
typedef enum cn_limit { CN_LIMITS(CN_ROW_2) } cn_limit;
typedef enum cn_func_cache { CN_FUNC_CACHES(CN_ROW_2) } cn_func_cache;
typedef enum cn_shared_mem_config { CN_SHARED_MEM_CONFIGS(CN_ROW_2) } cn_shared_mem_config;
typedef enum cn_compute_mode { CN_COMPUTE_MODES(CN_ROW_2) } cn_compute_mode;
typedef enum cn_func_attribute { CN_FUNC_ATTRIBUTES(CN_ROW_2) } cn_func_attribute;
typedef enum cn_shared_carveout { CN_SHARED_CARVEOUTS(CN_ROW_2) } cn_shared_carveout;
typedef enum cn_device_p2p_attr { CN_P2P_ATTRIBUTES(CN_ROW_2) } cn_device_p2p_attr;
typedef enum cn_data_type { CN_DATA_TYPES(CN_ROW_2) } cn_data_type;
typedef enum cn_access_property { CN_ACCESS_PROPERTIES(CN_ROW_2) } cn_access_property;
typedef enum cn_synchronization_policy { CN_SYNC_POLICIES(CN_ROW_2) } cn_synchronization_policy;
typedef enum cn_cluster_scheduling_policy { CN_CLUSTER_POLICIES(CN_ROW_2) } cn_cluster_scheduling_policy;
typedef enum cn_launch_attribute_id { CN_LAUNCH_ATTRIBUTES(CN_ROW_2) } cn_launch_attribute_id;
enum { CN_FLAGS(CN_ROW_2) };

#undef CN_ROW_2
#undef CN_ROW_3

typedef struct cn_stream *cn_stream_t;
typedef struct cn_event *cn_event_t;
typedef void (*cn_stream_callback_t)(cn_stream_t stream, cn_error_t status, void *user_data);
typedef void (*cn_host_fn_t)(void *user_data);

struct cn_uuid {
    char bytes[16];
};
typedef struct cn_uuid cn_uuid_t;

typedef struct cn_device_prop {
#include "../device_prop_fields.hpp"
} cn_device_prop;

typedef struct cn_pointer_attributes {
    cn_memory_type type;
    int device;
    void *devicePointer;
    void *hostPointer;
} cn_pointer_attributes;

typedef struct cn_func_attributes {
    size_t sharedSizeBytes;
    size_t constSizeBytes;
    size_t localSizeBytes;
    int maxThreadsPerBlock;
    int numRegs;
    int ptxVersion;
    int binaryVersion;
    int cacheModeCA;
    int maxDynamicSharedSizeBytes;
    int preferredShmemCarveout;
} cn_func_attributes;

typedef struct cn_access_policy_window {
    void *base_ptr;
    size_t num_bytes;
    float hitRatio;
    cn_access_property hitProp;
    cn_access_property missProp;
} cn_access_policy_window;

typedef union cn_launch_attribute_value {
    char pad[64];
    cn_access_policy_window accessPolicyWindow;
    int cooperative;
    cn_synchronization_policy syncPolicy;
    struct {
        unsigned int x, y, z;
    } clusterDim;
    cn_cluster_scheduling_policy clusterSchedulingPolicyPreference;
    int programmaticStreamSerializationAllowed;
    struct {
        cn_event_t event;
        int flags;
        int triggerAtBlockStart;
    } programmaticEvent;
    int priority;
} cn_launch_attribute_value;

typedef struct cn_launch_attribute {
    cn_launch_attribute_id id;
    cn_launch_attribute_value val;
} cn_launch_attribute;

// CUDA's vector types, with its names and alignments.
// clang-format off
#define CN_ALIGNED(n) __attribute__((aligned(n)))
#define CN_VECTOR(name, T, align2, align4)                                                         \
    typedef struct name##1 { T x; } name##1;                                                       \
    typedef struct CN_ALIGNED(align2) name##2 { T x, y; } name##2;                                 \
    typedef struct name##3 { T x, y, z; } name##3;                                                 \
    typedef struct CN_ALIGNED(align4) name##4 { T x, y, z, w; } name##4;                           \
    static inline name##1 make_##name##1(T x) { name##1 v = {x}; return v; }                       \
    static inline name##2 make_##name##2(T x, T y) { name##2 v = {x, y}; return v; }               \
    static inline name##3 make_##name##3(T x, T y, T z) { name##3 v = {x, y, z}; return v; }       \
    static inline name##4 make_##name##4(T x, T y, T z, T w) { name##4 v = {x, y, z, w}; return v; }
// clang-format on

CN_VECTOR(char, signed char, 2, 4)
CN_VECTOR(uchar, unsigned char, 2, 4)
CN_VECTOR(short, short, 4, 8)
CN_VECTOR(ushort, unsigned short, 4, 8)
CN_VECTOR(int, int, 8, 16)
CN_VECTOR(uint, unsigned int, 8, 16)
CN_VECTOR(long, long, 2 * sizeof(long), 16)
CN_VECTOR(ulong, unsigned long, 2 * sizeof(long), 16)
CN_VECTOR(longlong, long long, 16, 16)
CN_VECTOR(ulonglong, unsigned long long, 16, 16)
CN_VECTOR(float, float, 8, 16)
CN_VECTOR(double, double, 16, 16)

#undef CN_VECTOR
#undef CN_ALIGNED

typedef struct dim3 {
    unsigned int x, y, z;
} dim3;

typedef struct cn_launch_config_t {
    dim3 gridDim;
    dim3 blockDim;
    size_t dynamicSmemBytes;
    cn_stream_t stream;
    cn_launch_attribute *attrs;
    unsigned int numAttrs;
} cn_launch_config_t;
