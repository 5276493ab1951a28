import type { ListedProbe } from '../tracefs';

/** The events of a listing, each with its lines: one for each of its places. */
export function byName(listed: readonly ListedProbe[]): ListedProbe[][] {
  const events = new Map<string, ListedProbe[]>();
  for (const probe of listed) {
    const name = `${probe.group}/${probe.event}`;
    const places = events.get(name) ?? [];
    places.push(probe);
    events.set(name, places);
  }
  return [...events.values()];
}
