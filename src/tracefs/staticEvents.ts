import type { ListedProbe } from './dynamicEvents';

/** A tracepoint of the kernel or a module: enabled, not created. */
export interface StaticEvent {
  group: string;
  name: string;
}

/**
 * The lines `GROUP:NAME` of `available_events`, without those that are listed as dynamic, whoever
 * made them.
 */
export function parseStaticEvents(text: string, dynamic: readonly ListedProbe[]): StaticEvent[] {
  const taken = new Set(dynamic.map(({ group, event }) => `${group}:${event}`));
  return text
    .split('\n')
    .filter(line => line.includes(':') && !taken.has(line) && !line.startsWith('synthetic:'))
    .map(line => {
      const colon = line.indexOf(':');
      return { group: line.slice(0, colon), name: line.slice(colon + 1) };
    });
}
