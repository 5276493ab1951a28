import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCodeMaps } from '../../../../src/processes/codeMaps';
import { AddressSpaces, type Hit } from '../../../../src/workers/callers/addressSpaces';
import { loadBias, type ProbedCode } from '../../../../src/workers/callers/probedCode';

const code: ProbedCode = {
  caller: 'caller',
  file: { path: '/opt/orders', dev: 0x10n, inode: 7n },
  places: [{ address: 0x1150, offset: 0x1150 }],
};

/** The executable mapping of the probed file, moved to `base`, and what else there is. */
const maps = (base: number, ...others: string[]): string =>
  [
    `${base.toString(16)}-${(base + 0x1000).toString(16)} r--p 00000000 00:10 7      /opt/orders`,
    `${(base + 0x1000).toString(16)}-${(base + 0x2000).toString(16)} r-xp 00001000 00:10 7  /opt/orders`,
    ...others,
  ].join('\n');

/** A machine whose processes change; `now` is in ms. */
function machine() {
  const texts = new Map<number, string>();
  const state = { now: 0, reads: 0 };
  const spaces = new AddressSpaces(
    {
      process: thread => (texts.has(thread) ? thread : undefined),
      maps: thread => {
        state.reads++;
        const text = texts.get(thread);
        return text === undefined ? undefined : parseCodeMaps(Buffer.from(text));
      },
    },
    () => state.now,
  );
  return { texts, state, spaces };
}

const hit = (base: number, thread = 5): Hit => ({ thread, ip: base + 0x1150, code });

describe('address spaces of processes', () => {
  it('are kept after the process has ended, and another one with its number is not it', () => {
    const { texts, state, spaces } = machine();
    texts.set(5, maps(0x10000));
    spaces.learn(hit(0x10000), 0x11160);
    texts.delete(5);
    expect(spaces.of(hit(0x10000))?.at(0x11160)?.offset).toBe(0x1000);
    state.now += 1000;
    texts.set(5, maps(0x50000));
    expect(spaces.of(hit(0x50000))).toBeUndefined();
    spaces.learn(hit(0x50000), 0x51160);
    expect(spaces.of(hit(0x50000))?.at(0x51160)?.start).toBe(0x51000);
    expect(spaces.of(hit(0x10000))?.at(0x11160)?.start).toBe(0x11000);
  });

  it('are read again for a library that came later, but not for each call', () => {
    const { texts, state, spaces } = machine();
    texts.set(5, maps(0x10000));
    spaces.learn(hit(0x10000), 0x11160);
    spaces.learn(hit(0x10000), 0x11170);
    expect(state.reads).toBe(1);
    texts.set(5, maps(0x10000, '70000-71000 r-xp 00000000 00:10 9 /opt/plugin.so'));
    spaces.learn(hit(0x10000), 0x70010);
    expect(state.reads).toBe(1);
    state.now += 200;
    spaces.learn(hit(0x10000), 0x70010);
    expect(state.reads).toBe(2);
    expect(spaces.of(hit(0x10000))?.at(0x70010)?.file?.path).toBe('/opt/plugin.so');
  });

  it('tell a place from its neighbours, whatever is mapped', () => {
    const pages = fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(pages, fc.nat({ max: 61 * 4096 }), (mapped, address) => {
        const { texts, spaces } = machine();
        const lines = mapped
          .toSorted((a, b) => a - b)
          .map(at => {
            const [start, end] = [at * 4096, (at + 1) * 4096].map(each => each.toString(16));
            return `${start!}-${end!} r-xp ${(at * 4096).toString(16)} 00:10 7 /opt/orders`;
          });
        texts.set(5, lines.join('\n'));
        spaces.learn(hit(0), address);
        const found = spaces.latest(5)?.at(address);
        const page = Math.floor(address / 4096);
        expect(found?.start).toBe(mapped.includes(page) ? page * 4096 : undefined);
      }),
    );
  });
});

describe('where a probed file was loaded', () => {
  it('is told by a hit, unless several places of the probe may have been hit', () => {
    expect(loadBias(code, 0x7f0000001150)).toBe(0x7f0000000000);
    expect(loadBias(code, 0x7f0000001151)).toBeUndefined();
    const other = { address: 0x5150, offset: 0x5150 };
    expect(loadBias({ ...code, places: [...code.places, other] }, 0x7f0000001150)).toBeUndefined();
  });
});
