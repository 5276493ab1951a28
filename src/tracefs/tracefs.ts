import { readFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createEvent, type CreateOptions } from './createEvent';
import { discoverRoot } from './discovery';
import { listedNames, type ListedProbe, parseListing } from './dynamicEvents';
import { TracefsError } from './errors';
import { type Features, readFeatures } from './features';
import { validGroup } from './identifiers';
import { Instance } from './instance';
import { fileError } from './kernelErrors';
import { type KernelFunctions, readKernelFunctions } from './kernelFunctions';
import { readPages } from './pagedFile';
import type { ProbeDefinition, ProbeKind } from './probe';
import { PROBE_KINDS } from './probeKinds';
import { checkProbeName } from './probeName';
import { parseKprobeRow, parseUprobeRow, type ProfileEntry } from './profile';
import { ProfileFile } from './profileFile';
import { requireOff } from './quietEvent';
import { SerialQueue } from './serialQueue';
import { settled } from './settled';
import { parseStaticEvents, type StaticEvent } from './staticEvents';
import { TraceEvent } from './traceEvent';
import { appendCommand } from './tracefsFile';

/**
 * A mounted tracefs. It writes only commands that name their group, and only one at a time. Every
 * method throws {@link TracefsError}.
 */
export class Tracefs {
  readonly root: string;
  private readonly writes = new SerialQueue();
  /** At most a warning: an event is removed by its owner, never by the garbage collector. */
  private readonly leaks = new FinalizationRegistry(warnOfLeak);
  private readonly kprobeProfile: ProfileFile;
  private readonly uprobeProfile: ProfileFile;

  /** @param root an absolute path, e.g. `/sys/kernel/tracing` */
  constructor(root: string) {
    this.root = resolve(root);
    this.kprobeProfile = new ProfileFile(this.path('kprobe_profile'), parseKprobeRow);
    this.uprobeProfile = new ProfileFile(this.path('uprobe_profile'), parseUprobeRow);
  }

  /** The mounted tracefs, else `notMounted`. */
  static async discover(): Promise<Tracefs> {
    return new Tracefs(await discoverRoot());
  }

  /** A path inside the root; `invalidInput` if the parts lead out of it. */
  path(...parts: string[]): string {
    const path = join(this.root, ...parts);
    if (parts.some(part => part.includes('\0')) || !isInside(path, this.root)) {
      throw new TracefsError('invalidInput', `"${parts.join('/')}" leads out of ${this.root}.`);
    }
    return path;
  }

  /** The number of an event, 1 to 65535; `notFound` if there is none of that name. */
  async eventId(group: string, name: string): Promise<number> {
    checkProbeName({ group, event: name });
    try {
      // It waits for no lock of the kernel's (`event_id_read` in `kernel/trace/trace_events.c`), and takes 20 µs here.
      return parseId(readFileSync(this.path('events', group, name, 'id'), 'latin1'));
    } catch (error) {
      throw await fileError(error, `Reading the id of ${group}/${name}`);
    }
  }

  /**
   * Makes an event, which is off at first. It must have a group; its event name is made valid, or
   * made up. A system call the kernel has under another name (`sys_openat`, `__x64_sys_openat`) is
   * found. On failure nothing is left.
   */
  createEvent(definition: ProbeDefinition, options: CreateOptions = {}): Promise<TraceEvent> {
    return this.writes.run(async () => {
      const facts = await createEvent(this, definition, options);
      const event = new TraceEvent(facts, async () => {
        const several = facts.more.length > 0;
        await (several
          ? this.removeLocations(facts.group, facts.name, facts.definition.kind)
          : this.removeEvent(facts.group, facts.name, facts.definition.kind));
        this.leaks.unregister(facts);
      });
      this.leaks.register(event, `${facts.group}/${facts.name}`, facts);
      return event;
    });
  }

  /**
   * Removes an event that has one place; for others see {@link removeLocations}. Throws `busy` while
   * it is enabled in any instance or held by perf, `notFound` if there is none.
   */
  async removeEvent(group: string, event: string, kind: ProbeKind): Promise<void> {
    checkProbeName({ group, event });
    const line = `-:${group}/${event}`;
    try {
      const file = this.path(PROBE_KINDS[kind].file);
      await this.writes.run(() => appendCommand(file, Buffer.from(line)));
    } catch (error) {
      const failure = await fileError(error, `Removing the event ${group}/${event}`);
      throw new TracefsError(failure.code, failure.message, {
        ...(failure.errno === undefined ? {} : { errno: failure.errno }),
        line,
        cause: error,
      });
    }
  }

  /**
   * Removes an event that has several places, with all of them. Throws `busy` while it is enabled in
   * any instance. What perf holds cannot be told here: for uprobes see
   * {@link Instance.requireNotHeld}, which must come before.
   */
  async removeLocations(group: string, event: string, kind: ProbeKind): Promise<void> {
    checkProbeName({ group, event });
    await requireOff(this, group, event);
    await this.removeEvent(group, event, kind);
  }

  /** All dynamic events, whoever made them; one that is removed meanwhile may be among them. */
  async probes(): Promise<ListedProbe[]> {
    return parseListing(await settled(() => this.listing()));
  }

  /**
   * The names, without their groups, of all dynamic events, whoever made them. It is asked for each event that is
   * made, so it is read once: one that others' removals hide (see {@link settled}) may be left out.
   */
  async eventNames(): Promise<Set<string>> {
    return listedNames(await this.listing());
  }

  /** Hits so far of all uprobes and kprobes, whoever made them. */
  async profile(): Promise<ProfileEntry[]> {
    const kprobes = await this.kprobeProfile.read();
    return [...kprobes, ...(await this.uprobeProfile.read())];
  }

  /** The names of all tracing instances, whoever made them. */
  async instances(): Promise<string[]> {
    try {
      return await readdir(this.path('instances'));
    } catch (error) {
      throw await fileError(error, 'Listing the tracing instances');
    }
  }

  /** Makes an instance; `exists` if there is one of that name. */
  async createInstance(name: string): Promise<Instance> {
    const instance = this.openInstance(name);
    try {
      await this.writes.run(() => mkdir(instance.folder));
    } catch (error) {
      throw await fileError(error, `Making the instance ${name}`);
    }
    return instance;
  }

  /** The instance of that name, whether it is there or not. */
  openInstance(name: string): Instance {
    if (!validGroup(name)) {
      throw new TracefsError('invalidInput', `"${name}" is no name for an instance.`);
    }
    return new Instance(name, this.path('instances', name), this.writes);
  }

  /** The functions a kprobe may be put on: some 35,000 to 90,000. */
  kernelFunctions(): Promise<KernelFunctions> {
    return readKernelFunctions(this.root);
  }

  /** The static tracepoints, those of system calls included. */
  async staticEvents(): Promise<StaticEvent[]> {
    const text = await this.read('available_events');
    return parseStaticEvents(text ?? '', await this.probes());
  }

  features(): Promise<Features> {
    return readFeatures(this);
  }

  /** `dynamic_events` (5.0 and later) lists every kind; before, each has its own file. */
  private async listing(): Promise<string> {
    const all = await this.read('dynamic_events');
    const files = ['kprobe_events', 'uprobe_events'];
    return all ?? (await Promise.all(files.map(file => this.read(file)))).join('');
  }

  /** As byte text; undefined if there is none of that name. */
  private read(file: string): Promise<string | undefined> {
    return readPages(this.path(file));
  }
}

function parseId(text: string): number {
  if (!/^[1-9]\d*\n?$/.test(text)) {
    throw new TracefsError('io', `The kernel gave "${text}" as the number of an event.`);
  }
  return Number.parseInt(text, 10);
}

function warnOfLeak(name: string): void {
  process.emitWarning(`The trace event ${name} was never closed; it stays in the kernel.`);
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root === '/' ? '/' : `${root}/`);
}
