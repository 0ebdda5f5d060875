// SPDX-License-Identifier: MIT
// OpenCL's status codes as errors of this library, and references to OpenCL's events.
#pragma once

#include <string>
#include <utility>

#include "../failure.hpp"
#include "library.hpp"

namespace cn::opencl {

inline error_t error_of(int_t code) noexcept {
    switch (code) {
    case ok:
        return success;
    case mem_object_allocation_failure:
    case out_of_host_memory:
    case invalid_buffer_size:
        return error_memory_allocation;
    case out_of_resources:
        return error_launch_out_of_resources;
    case build_program_failure:
        return error_no_kernel_image_for_device;
    case map_failure:
        return error_map_buffer_object_failed;
    case wait_list_event_failed:
        return error_launch_failure;
    case invalid_kernel_name:
        return error_invalid_device_function;
    case invalid_work_group_size:
    case invalid_work_item_size:
    case invalid_global_work_size:
        return error_invalid_configuration;
    case invalid_value:
    case invalid_mem_object:
    case invalid_arg_value:
        return error_invalid_value;
    case invalid_operation:
        return error_not_supported;
    default:
        return error_unknown;
    }
}

/// Throws the error that a failed OpenCL call stands for; `what` names the call.
inline void check(int_t code, const char *what) {
    if (code == ok) {
        return;
    }
    if (detail::verbose()) {
        detail::explain(std::string(what) + " failed with OpenCL status " + std::to_string(code));
    }
    throw detail::failure{error_of(code)};
}

/// Shares ownership of an OpenCL event; may be empty.
class event_ref {
  public:
    event_ref() = default;
    explicit event_ref(event owned) noexcept : held(owned) {}
    event_ref(const event_ref &other) noexcept : held(other.held) {
        if (held != nullptr) {
            cl().RetainEvent(held);
        }
    }
    event_ref(event_ref &&other) noexcept : held(std::exchange(other.held, nullptr)) {}
    event_ref &operator=(event_ref other) noexcept {
        std::swap(held, other.held);
        return *this;
    }
    ~event_ref() {
        if (held != nullptr) {
            cl().ReleaseEvent(held);
        }
    }
    explicit operator bool() const noexcept { return held != nullptr; }
    event get() const noexcept { return held; }

    /// CL_COMPLETE (0), a positive number while it is under way, negative after a failure.
    int_t state() const {
        int_t now = execution_complete;
        check(cl().GetEventInfo(held, event_command_execution_status, sizeof now, &now, nullptr),
              "clGetEventInfo");
        return now;
    }

  private:
    event held = nullptr;
};

} // namespace cn::opencl
