import { constants } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';

const TRACEFS = '/sys/kernel/tracing';

/** What the kernel has that carries a helper's name: lines of dynamic_events, and instances. */
export async function leftOf(name: string): Promise<string[]> {
  const events = await readFile(`${TRACEFS}/dynamic_events`, 'utf8');
  const instances = await readdir(`${TRACEFS}/instances`);
  return [
    ...events.split('\n').filter(line => line.includes(name)),
    ...instances.filter(instance => instance.includes(name)),
  ];
}

/** How a static tracepoint is switched outside of instances: on or off, triggers, filter. */
export function switchesOf(event: { system: string; event: string }): Promise<string[]> {
  const folder = `${TRACEFS}/events/${event.system}/${event.event}`;
  const files = ['enable', 'trigger', 'filter'];
  return Promise.all(files.map(name => readFile(`${folder}/${name}`, 'utf8')));
}

/** Adds or removes an event as another tool would: one line, appended. */
export async function asAnotherTool(line: string): Promise<void> {
  const file = await open(`${TRACEFS}/uprobe_events`, constants.O_WRONLY | constants.O_APPEND);
  try {
    await file.write(line);
  } finally {
    await file.close();
  }
}
