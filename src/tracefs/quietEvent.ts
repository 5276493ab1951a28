import { readdir, readFile } from 'node:fs/promises';
import { TracefsError } from './errors';
import type { EventFolder } from './eventFolder';
import { errnoOf, fileError } from './kernelErrors';

/**
 * Throws `busy` where the event is on, also softly, in any instance. The kernel itself checks that
 * for the last place of an event only: of an event with several it frees the others although they
 * are armed, and a hit then runs through freed memory (`unregister_trace_uprobe` in
 * `kernel/trace/trace_uprobe.c` skips the check for a probe that has siblings, since 41af3cf587b7).
 */
export async function requireOff(
  tracefs: Pick<EventFolder, 'path'>,
  group: string,
  event: string,
): Promise<void> {
  const enable = ['events', group, event, 'enable'];
  const instances = await readdir(tracefs.path('instances')).catch(() => []);
  const files = [
    tracefs.path(...enable),
    ...instances.map(name => tracefs.path('instances', name, ...enable)),
  ];
  for (const file of files) {
    const state = await stateIn(file, `${group}/${event}`);
    if (state !== undefined && state !== '0') {
      throw new TracefsError(
        'busy',
        `The event ${group}/${event} is still on in ${file}; switch it off and try again.`,
      );
    }
  }
}

/** `0`, `1`, and with `*` where triggers hold it; undefined where the instance or event is gone. */
async function stateIn(file: string, name: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'latin1')).trim();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENODEV') {
      return undefined;
    }
    throw await fileError(error, `Reading whether ${name} is on`);
  }
}
