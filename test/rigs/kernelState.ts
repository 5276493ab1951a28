import { readFileSync, readdirSync } from 'node:fs';

const TRACEFS = '/sys/kernel/tracing';

/** The listed probes and instances that a helper of Probescope made: all of them on this machine, other runs' too. */
export function probescopeState(): string[] {
  const files = ['kprobe_events', 'uprobe_events'];
  const lines = files.flatMap(name => {
    try {
      return readFileSync(`${TRACEFS}/${name}`, 'utf8').split('\n');
    } catch (error) {
      // A kernel without kprobes has no such file.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw error;
    }
  });
  const probes = lines.filter(line => /^[pr]\d*:probescope_u\d+_p\d+_/.test(line));
  const instances = readdirSync(`${TRACEFS}/instances`).filter(name =>
    name.startsWith('probescope_u'),
  );
  return [...probes, ...instances];
}
