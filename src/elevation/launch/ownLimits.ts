/**
 * Lines of POSIX shell that set the limits of resources root's program runs with (getrlimit(2)). sudo and pkexec
 * pass on those of who calls them: with little stack or memory the helper would crash, with little processor time
 * be killed, and its probes stay; with small files root's copy of it would be cut. No image of a helper that
 * crashed is kept: other users' data is in it.
 */
export const OWN_LIMITS: readonly string[] = [
  // One at a time, as dash takes them. Root of a container may not raise hard limits: up to them, then.
  'for limit in "t unlimited" "f unlimited" "v unlimited" "d unlimited" "s 8192"; do' +
    ' ulimit -$limit || ulimit -S -${limit%% *} "$(ulimit -H -${limit%% *})"; done 2>/dev/null',
  // Node itself takes all that the hard one allows.
  'case $(ulimit -H -n) in ?|??|???) ulimit -n 4096;; esac 2>/dev/null',
  'ulimit -c 0',
];
