import { type Instance, parsePageLayout, Tracefs, type PageLayout } from '../../src/tracefs';
import { type EventFormat, parseEventFormat } from '../../src/events/eventFormat';
import { EventStore } from '../../src/events/eventStore';
import type { HotProgram } from './hotProgram';

/** Room for all events of a round, KiB per CPU. */
export const ROUND_KIB = 65_536;

/** Sub-buffers that are read in one go, as the helper does. */
const BATCH = 64;

/** A probe of the bench's own on the hot program, and an instance that its events go to. */
export class LiveEvent {
  private constructor(
    private readonly tracefs: Tracefs,
    private readonly event: Awaited<ReturnType<Tracefs['createEvent']>>,
    readonly group: string,
    readonly instance: Instance,
    private readonly layout: PageLayout,
    private readonly format: EventFormat,
  ) {}

  static async make({ definition }: HotProgram): Promise<LiveEvent> {
    const tracefs = await Tracefs.discover();
    const group = `bench_live_p${process.pid}`;
    const event = await tracefs.createEvent({ ...definition, group, event: 'hot' });
    const instance = await tracefs.createInstance(group);
    await instance.setBufferSize(ROUND_KIB);
    const { headerPage, headerEvent } = await instance.describePages();
    const format = parseEventFormat(await instance.describeEvent(group, 'hot'));
    if (!format) {
      throw new Error('The format of the event is not known');
    }
    const layout = parsePageLayout(headerPage, headerEvent, true);
    return new LiveEvent(tracefs, event, group, instance, layout, format);
  }

  /** Whether hits are recorded. */
  async switch(on: boolean): Promise<void> {
    await this.instance.setEnabled(this.group, 'hot', on);
  }

  /** One more instance, for a tool that takes it away. */
  async otherInstance(): Promise<Instance> {
    const other = await this.tracefs.createInstance(`${this.group}_other`);
    await other.setBufferSize(ROUND_KIB);
    return other;
  }

  store(capacity: number): EventStore {
    const store = new EventStore(this.layout, capacity);
    store.addFormat(this.format);
    return store;
  }

  /** Reads all there is into a store, as the helper and the worker do. */
  async drain(store: EventStore): Promise<void> {
    const { size } = this.layout;
    const batch = Buffer.alloc(size * BATCH);
    const slots = slotsOf(batch, size);
    for (const cpu of await this.instance.openPages()) {
      for (let count = cpu.readInto(slots); count > 0; count = cpu.readInto(slots)) {
        store.add(cpu.cpu, batch.subarray(0, count * size));
        store.flush();
      }
      cpu.close();
    }
  }

  /** All sub-buffers there are, by CPU. */
  async pages(): Promise<Map<number, Buffer>> {
    const { size } = this.layout;
    const pages = new Map<number, Buffer>();
    for (const cpu of await this.instance.openPages()) {
      const read: Buffer[] = [];
      const batch = Buffer.alloc(size * BATCH);
      const slots = slotsOf(batch, size);
      for (let count = cpu.readInto(slots); count > 0; count = cpu.readInto(slots)) {
        read.push(Buffer.from(batch.subarray(0, count * size)));
      }
      pages.set(cpu.cpu, Buffer.concat(read));
      cpu.close();
    }
    return pages;
  }

  /** Of a sub-buffer, in bytes. */
  get pageSize(): number {
    return this.layout.size;
  }

  async remove(): Promise<void> {
    await this.instance.remove();
    await this.event.close();
  }
}

/** A place for each sub-buffer. */
function slotsOf(batch: Buffer, size: number): Buffer[] {
  return Array.from({ length: batch.length / size }, (_, at) =>
    batch.subarray(at * size, (at + 1) * size),
  );
}
