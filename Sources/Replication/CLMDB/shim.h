#ifndef CLMDB_SHIM_H
#define CLMDB_SHIM_H

#include <fcntl.h>
#include <lmdb.h>
#include <pthread.h>
#include <unistd.h>


// Declared here since the system's headers show them only under _GNU_SOURCE, which another importer may already have decided against.
extern int pipe2(int descriptors[2], int flags);

/// A pipe whose ends a started program does not inherit. 0 or -1 with errno.
static inline int clmdb_pipe(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

/// `fcntl(F_SETPIPE_SZ)`: Swift cannot call a variadic function, and the constant hides behind _GNU_SOURCE.
static inline int clmdb_set_pipe_size(int descriptor, int bytes) { return fcntl(descriptor, 1031, bytes); }

/// Tries to take the whole lock file for writing, which succeeds only when no process has the environment open. 0 or -1 with errno.
static inline int clmdb_lock_exclusively(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    return fcntl(descriptor, F_SETLK, &lock);
}

#endif
