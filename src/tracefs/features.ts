import { access } from 'node:fs/promises';
import type { EventFolder } from './eventFolder';
import { readIfThere } from './tracefsFile';

/** What this kernel can do. */
export interface Features {
  kprobes: boolean;
  uprobes: boolean;
  /** Uprobes may have a reference counter (4.20 and later). */
  refCtrOffset: boolean;
  /** Failures are explained in `error_log` (5.2 and later). */
  errorLog: boolean;
  /** Kretprobes may have a maxactive (4.12 and later). */
  kretprobeMaxActive: boolean;
  /** An event may have several places (5.4 and later): before, a second line replaced the first. */
  locations: boolean;
}

/**
 * The files tell, and the kernel's own README where there is no file to ask. Throws `lockdown`,
 * `denied`.
 */
export async function readFeatures(tracefs: Pick<EventFolder, 'path'>): Promise<Features> {
  const has = (file: string) =>
    access(tracefs.path(file)).then(
      () => true,
      () => false,
    );
  const readme = Buffer.from((await readIfThere(tracefs.path('README'))) ?? []).toString('latin1');
  const kprobes = await has('kprobe_events');
  return {
    kprobes,
    uprobes: await has('uprobe_events'),
    refCtrOffset: readme.includes('(ref_ctr_offset)'),
    errorLog: await has('error_log'),
    // Said since there are several (ca89bc071d5e, 41af3cf587b7); the kernel's own tests go by it too.
    locations: readme.includes('Create/append/'),
    kretprobeMaxActive: kprobes && readme.includes('r[maxactive]'),
  };
}
