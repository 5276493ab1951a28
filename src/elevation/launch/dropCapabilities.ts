/**
 * What the helper needs of root beside its user id, by the names of `setpriv`; docs/protocol.md says what for.
 * With 40 capabilities or fewer (before Linux 5.9) `CAP_SYS_ADMIN` stands for `CAP_CHECKPOINT_RESTORE`.
 */
const KEPT = ['setuid', 'setgid', 'dac_override', 'dac_read_search', 'sys_ptrace', 'syslog'];

/**
 * Lines of POSIX shell that set `$drop` to the command that takes away all other capabilities and the way to
 * new ones, to be put before a program. Where `setpriv` cannot do that (it is missing, or the container may
 * not) `$drop` is empty: the helper runs with what it got, and says so itself.
 */
export const DROP_CAPABILITIES: readonly string[] = [
  // A file that cannot be read leaves the older name, which every kernel has.
  'last=0; { read -r last </proc/sys/kernel/cap_last_cap; } 2>/dev/null; new=sys_admin',
  '[ "$last" -ge 40 ] && new=checkpoint_restore',
  'drop="setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all' +
    ` --bounding-set=-all,${KEPT.map(name => `+${name}`).join(',')},+$new"`,
  '$drop true 2>/dev/null || drop=',
];
