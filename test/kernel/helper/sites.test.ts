import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustCommand } from '../../rigs/command';
import { Sites } from '../../unit/elf/support/sites';
import { builtHelper, removeHelper } from './support/builtHelper';
import { RunningHelper } from './support/runningHelper';
import { CALLED, siteProbe } from './support/siteProbe';
import type { UprobeRequest } from './support/target';

/** So that optimised uprobes, which come with the second hit, have their time. */
const ROUNDS = '200';

let helperFile: string;
let folder: string;
let sites: Sites;
let before: string;

beforeAll(async () => {
  helperFile = await builtHelper();
  folder = await mkdtemp(join(tmpdir(), 'probescope-sites-'));
  sites = await Sites.compile(join(folder, 'sites'));
  before = await mustCommand([sites.path, ROUNDS]);
});
afterAll(async () => {
  await removeHelper(helperFile);
  await rm(folder, { recursive: true });
});

/** Probes on every place of a function that is said to be harmless. */
async function allowed(name: string): Promise<UprobeRequest[]> {
  const verdicts = await sites.verdicts(name);
  const offsets = verdicts.flatMap((verdict, offset) => (verdict === 'ok' ? [offset] : []));
  return Promise.all(offsets.map(offset => siteProbe(sites, name, offset)));
}

describe('a program probed at every place that is said to be harmless', () => {
  it.each(CALLED)(
    'gives the same results with probes in %s, and hits every one of them',
    async name => {
      await using helper = new RunningHelper(helperFile);
      await helper.hello();
      const probes = await allowed(name);
      const { results } = await helper.client.request('create', { probes });
      expect(results.map(result => result.ok)).toEqual(probes.map(() => true));

      expect(await mustCommand([sites.path, ROUNDS])).toBe(before);
      const { counts } = await helper.client.request('hits', {});
      // A place that is not hit was not armed: the kernel refused it when the program was mapped.
      expect(counts.filter(({ hits }) => BigInt(hits ?? 0) === 0n)).toEqual([]);
      expect(counts).toHaveLength(probes.length);

      await helper.close();
      expect(await mustCommand([sites.path, ROUNDS])).toBe(before);
    },
  );
});

describe('what is refused', () => {
  it.each([
    ['immediates', 1, 'insideInstruction'],
    ['jumpTable', 19, 'unreached'],
  ] as const)('does damage: %s+%i', async (name, offset, code) => {
    expect((await sites.inspect(name, offset)).uprobe).toEqual({ ok: false, code });
    await using helper = new RunningHelper(helperFile);
    await helper.hello();
    const probes = [await siteProbe(sites, name, offset)];
    const { results } = await helper.client.request('create', { probes });
    // The kernel takes it: only what is known of the code tells.
    expect(results).toMatchObject([{ ok: true }]);
    const output = await mustCommand([sites.path, '1']).catch(() => 'died');
    expect(output).not.toBe(before.slice(0, output.length));
    await helper.close();
    expect(await mustCommand([sites.path, ROUNDS])).toBe(before);
  });
});
