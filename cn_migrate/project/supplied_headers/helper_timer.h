// SPDX-License-Identifier: MIT
// Stop watches of the host, in milliseconds: the interface of the helper_timer.h that many CUDA programs
// include, written anew.
#pragma once

#include <chrono>

class StopWatchInterface {
  public:
    void start() {
        begun = clock::now();
        running = true;
    }

    void stop() {
        total += since();
        running = false;
        ++sessions;
    }

    void reset() {
        total = 0;
        sessions = 0;
        begun = clock::now();
    }

    float getTime() { return running ? total + since() : total; }

    float getAverageTime() { return sessions > 0 ? total / static_cast<float>(sessions) : 0.0F; }

  private:
    using clock = std::chrono::steady_clock;

    float since() const {
        return std::chrono::duration<float, std::milli>(clock::now() - begun).count();
    }

    clock::time_point begun = clock::now();
    float total = 0;
    int sessions = 0;
    bool running = false;
};

inline bool sdkCreateTimer(StopWatchInterface **timer) {
    *timer = new StopWatchInterface;
    return true;
}

inline bool sdkDeleteTimer(StopWatchInterface **timer) {
    delete *timer;
    *timer = nullptr;
    return true;
}

inline bool sdkStartTimer(StopWatchInterface **timer) {
    if (*timer != nullptr) {
        (*timer)->start();
    }
    return true;
}

inline bool sdkStopTimer(StopWatchInterface **timer) {
    if (*timer != nullptr) {
        (*timer)->stop();
    }
    return true;
}

inline bool sdkResetTimer(StopWatchInterface **timer) {
    if (*timer != nullptr) {
        (*timer)->reset();
    }
    return true;
}

inline float sdkGetTimerValue(StopWatchInterface **timer) {
    return *timer != nullptr ? (*timer)->getTime() : 0.0F;
}

inline float sdkGetAverageTimerValue(StopWatchInterface **timer) {
    return *timer != nullptr ? (*timer)->getAverageTime() : 0.0F;
}
