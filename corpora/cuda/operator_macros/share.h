/* Which part of some work falls to whom: compiled for the device by units that say so, else for the host. */
#ifndef SHARE_H
#define SHARE_H

#ifdef SHARE_ON_DEVICE
__device__
#endif
inline int share_begin(int count, int parts
#ifndef SHARE_ON_DEVICE
                       , int part
#endif
) {
#ifdef SHARE_ON_DEVICE
    const int part = blockIdx.x;
#endif
    return static_cast<int>(static_cast<long long>(count) * part / parts);
}

#endif
