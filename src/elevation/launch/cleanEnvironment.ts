/**
 * The environment of what asks for a password. It is built, not filtered: pkexec refuses to run at all if
 * SHELL is not in /etc/shells or a locale variable looks odd, and sudo-prompt reads its messages in English.
 * Only names that a password dialog, sudo's ticket or the user database need are taken over.
 */
export function cleanEnvironment(from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  for (const name of KEPT) {
    const value = from[name];
    if (value !== undefined) {
      env[name] = value;
    }
  }
  return env;
}

const KEPT = ['HOME', 'USER', 'LOGNAME', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'];
