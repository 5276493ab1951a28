import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KernelProbe, Tracefs } from '../../../src/tracefs/index';
import { FakeFolder } from './fakeFolder';

/**
 * A kernel before 4.12 took `r16:g/e vfs_read` for an unnamed kretprobe and made
 * `kprobes/r_vfs_read_0`: the line is accepted, and `events/g/e` is not there. A plain folder does
 * the same.
 */
const RETURN: KernelProbe = {
  kind: 'kretprobe',
  group: 'g',
  event: 'e',
  target: { symbol: 'vfs_read', offset: 0n },
  maxActive: 16,
  args: [],
};

describe('fakeKernel410', () => {
  let kernel: FakeFolder;

  beforeEach(async () => {
    kernel = await FakeFolder.create({ kprobe_events: '', uprobe_events: '' });
  });

  afterEach(() => kernel.remove());

  it('has its spurious event removed, and is told to be too old', async () => {
    const tracefs = new Tracefs(kernel.root);
    await expect(tracefs.createEvent(RETURN)).rejects.toMatchObject({
      code: 'notSupported',
      line: 'r16:g/e vfs_read',
    });
    expect(await kernel.written('kprobe_events')).toBe('r16:g/e vfs_read-:kprobes/r_vfs_read_0');
  });

  it('is asked for the symbol and decimal offset the old kernel made the name of', async () => {
    const target = { symbol: 'foo.isra.0', offset: 0x1fn };
    await expect(new Tracefs(kernel.root).createEvent({ ...RETURN, target })).rejects.toMatchObject(
      { code: 'notSupported' },
    );
    expect(await kernel.written('kprobe_events')).toContain('-:kprobes/r_foo.isra.0_31');
  });
});

describe('a kernel whose new event has no readable id', () => {
  let kernel: FakeFolder;

  afterEach(() => kernel.remove());

  it('has the event removed again', async () => {
    kernel = await FakeFolder.create({ kprobe_events: '', uprobe_events: '' });
    const tracefs = new Tracefs(kernel.root);
    await expect(
      tracefs.createEvent({ ...RETURN, kind: 'uretprobe', target: { path: '/t', offset: 1n } }),
    ).rejects.toMatchObject({ code: 'invalidMaxActive' });
    await expect(
      tracefs.createEvent({
        kind: 'uprobe',
        group: 'g',
        event: 'e',
        target: { path: '/t', offset: 1n },
        args: [],
      }),
    ).rejects.toMatchObject({ code: 'notFound', line: 'p:g/e /t:0x1' });
    expect(await kernel.written('uprobe_events')).toBe('p:g/e /t:0x1-:g/e');
  });

  it('is not taken for an old one where no maxactive was asked for', async () => {
    kernel = await FakeFolder.create({ kprobe_events: '' });
    const { maxActive, ...plain } = RETURN;
    expect(maxActive).toBe(16);
    await expect(new Tracefs(kernel.root).createEvent(plain)).rejects.toMatchObject({
      code: 'notFound',
      line: 'r:g/e vfs_read',
    });
    expect(await kernel.written('kprobe_events')).toBe('r:g/e vfs_read-:g/e');
  });

  it('may give nonsense for an id: that is an error, not a number', async () => {
    kernel = await FakeFolder.create({ 'events/g/e/id': '\n' });
    await expect(new Tracefs(kernel.root).eventId('g', 'e')).rejects.toMatchObject({ code: 'io' });
  });
});

describe('a kernel without a kind of probe', () => {
  it('is named with the option it was built without', async () => {
    const kernel = await FakeFolder.create({ README: '' });
    try {
      await expect(new Tracefs(kernel.root).createEvent(RETURN)).rejects.toMatchObject({
        code: 'notSupported',
        message: 'This kernel has no kretprobes: it was built without CONFIG_KPROBE_EVENTS.',
      });
    } finally {
      await kernel.remove();
    }
  });
});
