/** Readings in all, where others remove events all the time. */
const MOST_READINGS = 8;

/**
 * A list of events that lacks none that was there from the first reading to the last.
 *
 * The kernel gives a page at a time and goes on by position (`dyn_event_seq_start` in `kernel/trace/trace_dynevent.c`).
 * What somebody removes in between, of what was read already, shifts lines past the reader. Two readings of which the
 * second begins with all of the first prove that there was no such removal, as new events come last. Where there is
 * always one, all readings together are the answer: it may hold lines of events that are just gone.
 */
export async function settled(read: () => Promise<string>): Promise<string> {
  let last = await read();
  const seen = new Set(last.split('\n'));
  for (let reading = 1; reading < MOST_READINGS; reading++) {
    const next = await read();
    if (next.startsWith(last)) {
      return next;
    }
    next.split('\n').forEach(line => seen.add(line));
    last = next;
  }
  return [...seen].join('\n');
}
