#pragma once

#include <sys/prctl.h>

/// Makes this process the parent of its grandchildren when their own parent ends (prctl(2)), so that it can wait for
/// them. Swift does not import C functions with variable arguments, as `prctl` is one. Returns 0, or -1 and sets errno.
static inline int become_child_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
