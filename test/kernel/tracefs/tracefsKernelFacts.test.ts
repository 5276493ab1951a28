import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Groups, Program, uprobe } from './rig';

const groups = new Groups();
const { tracefs } = groups;
let target: Program;

beforeAll(() => {
  target = new Program('target');
});

afterAll(() => {
  target.remove();
});

describe('features', () => {
  it('are those of this kernel', async () => {
    expect(await tracefs.features()).toEqual({
      kprobes: existsSync('/sys/kernel/tracing/kprobe_events'),
      uprobes: true,
      refCtrOffset: true,
      errorLog: true,
      kretprobeMaxActive: existsSync('/sys/kernel/tracing/kprobe_events'),
      locations: true,
    });
  });
});

describe('static events', () => {
  it('hold system calls and tracepoints, and no dynamic event', async () => {
    const names = { group: groups.create(), event: 'work' };
    await using made = await tracefs.createEvent(uprobe(names, target.path, 1n));
    const events = await tracefs.staticEvents();
    expect(events).toContainEqual({ group: 'syscalls', name: 'sys_enter_openat' });
    expect(events).toContainEqual({ group: 'sched', name: 'sched_switch' });
    expect(readFileSync('/sys/kernel/tracing/available_events', 'utf8')).toContain(made.group);
    expect(events.filter(event => event.group === made.group)).toEqual([]);
  });
});

describe('kernel functions', () => {
  it('come from kallsyms where the better list cannot be read, without holding up the process', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { functions, source } = await tracefs.kernelFunctions();
    delay.disable();
    expect(source).toBe(canReadFilterFunctions() ? 'available_filter_functions' : 'kallsyms');
    expect(functions.length).toBeGreaterThan(10_000);
    expect(functions).toContainEqual({ name: 'vfs_read', blacklisted: false });
    expect(functions.some(({ name }) => name.startsWith('__pfx_'))).toBe(false);
    expect(delay.max / 1e6).toBeLessThan(200);
  });
});

function canReadFilterFunctions(): boolean {
  try {
    return readFileSync('/sys/kernel/tracing/available_filter_functions').length > 0;
  } catch {
    return false;
  }
}
