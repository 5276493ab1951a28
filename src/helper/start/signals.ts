/** What ends it: also Ctrl+C and Ctrl+\ in the terminal it may run in, and all that would kill a program that does not ask for it. */
const ENDING = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGPROF',
  'SIGIO',
  'SIGPWR',
  'SIGSTKFLT',
  // The first warning of a limit of processor time, whose second is a SIGKILL.
  'SIGXCPU',
  // Not those of a fault (SIGBUS, SIGSEGV, SIGILL, SIGFPE), whose instruction would only be tried again for ever.
  'SIGABRT',
  'SIGSYS',
  'SIGTRAP',
] as const;

/**
 * To be called before anything else. By itself Node answers SIGUSR1 with a debugger on a port of this machine
 * that every user may connect to, and run code as root.
 */
export function refuseDebugger(): void {
  process.on('SIGUSR1', () => undefined);
}

/** Calls `end` for a signal that would have killed the helper before it could clean up. */
export function endAtSignals(end: (signal: string) => void): void {
  for (const signal of ENDING) {
    process.on(signal, () => {
      end(signal);
    });
  }
  // Ctrl+Z in its terminal: a helper that is stopped could not clean up.
  process.on('SIGTSTP', () => undefined);
}
