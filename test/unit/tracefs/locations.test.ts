import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { byteText } from '../../../src/tracefs/commandText';
import { parseListing } from '../../../src/tracefs/dynamicEvents';
import {
  definitionAt,
  formatProbe,
  Tracefs,
  type ProbeLocation,
  type UserProbe,
} from '../../../src/tracefs/index';
import { kernelProbe, userArguments, userProbe } from './arbitraryProbe';
import { FakeFolder } from './fakeFolder';

const named = { group: 'g', event: 'e' };
const textual = userProbe.filter(({ target }) => typeof target.path === 'string');

describe('the lines of several places', () => {
  it('are one each, and read back are the same places in their order', () => {
    const user = fc.record({ first: textual, others: fc.array(textual, { maxLength: 20 }) });
    const kernel = fc.record({
      first: kernelProbe,
      others: fc.array(kernelProbe, { maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.oneof(user, kernel), ({ first, others }) => {
        const locations: ProbeLocation[] = others.map(({ target, args }) => ({ target, args }));
        const places = [
          { ...first, ...named },
          ...locations.map(location => definitionAt({ ...first, ...named }, location)),
        ];
        const listed = parseListing(byteText(places.map(formatProbe).join('\n')));
        expect(listed.map(({ definition }) => definition)).toEqual(places);
        expect(new Set(listed.map(({ group, event }) => `${group}/${event}`)).size).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it('have the arguments of the first unless they have their own', () => {
    fc.assert(
      fc.property(userArguments, userArguments, (ours, theirs) => {
        const first: UserProbe = { kind: 'uprobe', target: { path: '/a', offset: 1n }, args: ours };
        const target = { path: '/a', offset: 2n };
        expect(definitionAt(first, { target }).args).toEqual(ours);
        expect(definitionAt(first, { target, args: theirs }).args).toEqual(theirs);
      }),
    );
  });
});

/** Before 5.4 a second line of one event took the place of the first. */
describe('fakeKernel53', () => {
  let kernel: FakeFolder;
  afterEach(() => kernel.remove());

  it('is not asked for an event of several places', async () => {
    kernel = await FakeFolder.create({
      uprobe_events: '',
      README: '  uprobe_events\t\t- Create/remove/show the userspace dynamic events\n',
    });
    const made = new Tracefs(kernel.root).createEvent(
      { kind: 'uprobe', ...named, target: { path: '/t', offset: 1n }, args: [] },
      { more: [{ target: { path: '/t', offset: 2n } }] },
    );
    await expect(made).rejects.toMatchObject({ code: 'notSupported' });
    expect(await kernel.written('uprobe_events')).toBe('');
  });
});

describe('an event that is on', () => {
  let kernel: FakeFolder;
  afterEach(() => kernel.remove());

  it.each([
    ['events/g/e/enable', '1\n'],
    ['instances/other/events/g/e/enable', '1\n'],
    ['instances/other/events/g/e/enable', '0*\n'],
  ])('with several places is not removed: %s is %j', async (file, state) => {
    kernel = await FakeFolder.create({
      uprobe_events: '',
      'events/g/e/enable': '0\n',
      'instances/ours/events/g/e/enable': '0\n',
      'instances/none/x': '',
      [file]: state,
    });
    const tracefs = new Tracefs(kernel.root);
    await expect(tracefs.removeLocations('g', 'e', 'uprobe')).rejects.toMatchObject({
      code: 'busy',
    });
    expect(await kernel.written('uprobe_events')).toBe('');
  });
});
