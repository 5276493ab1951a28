import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

import type { LiveEvent } from './liveEvent';

interface Recording {
  readonly program: string;
  readonly events: number;
  readonly event: LiveEvent;
  readonly file: string;
}

/** Another tool that records events into a file, and prints them from there. */
export interface LiveTool {
  readonly name: string;
  record(recording: Recording): Promise<void>;
  print(file: string): readonly string[];
}

const TOOLS: readonly (LiveTool & { readonly command: string })[] = [
  {
    name: 'trace-cmd report',
    command: 'trace-cmd',
    // `trace-cmd record` switches ftrace for the whole machine; `extract` takes what an instance has, and removes it.
    async record({ program, events, event, file }) {
      const instance = await event.otherInstance();
      await instance.setEnabled(event.group, 'hot', true);
      spawnSync(program, [String(events)]);
      await instance.setEnabled(event.group, 'hot', false);
      const args = ['extract', '-B', basename(instance.folder), '-o', file];
      if (spawnSync('trace-cmd', args, { stdio: 'ignore' }).status !== 0) {
        await instance.remove().catch(() => undefined);
      }
    },
    print: file => ['trace-cmd', 'report', '-i', file],
  },
  {
    name: 'perf script',
    command: 'perf',
    record({ program, events, event, file }) {
      const what = ['-q', '-m', '16M', '-e', `${event.group}:hot`, '-o', file];
      spawnSync('perf', ['record', ...what, program, String(events)], { stdio: 'ignore' });
      return Promise.resolve();
    },
    print: file => ['perf', 'script', '-i', file],
  },
];

/** Those that are there; says which are not. */
export function installedTools(): LiveTool[] {
  return TOOLS.filter(({ name, command }) => isInstalled(name, command));
}

export function isInstalled(name: string, command: string): boolean {
  const found = spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
  if (!found) {
    process.stdout.write(`${name}: not installed, not compared\n`);
  }
  return found;
}
