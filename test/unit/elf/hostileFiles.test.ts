import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { symbolSentence } from '../../../src/extension/errors/elfSentences';
import { inEnglish } from '../../../src/extension/text/translate';
import { BundledWorker } from '../workers/bundledWorker';
import { exerciseFile } from './support/exerciseFile';
import { Fixtures } from './support/fixtures';
import { bombs } from './support/hostile/bombs';
import { shapes } from './support/hostile/shapes';
import { sizesOfSections, sparseSections } from './support/hostile/sizes';
import { mutant, mutations } from './support/mutants';
import { ReaderProcess } from './support/readerProcess';
import { withDebugData } from './support/splitDebug';
import { usdtProgram } from './support/usdtPrograms';

const MOST_KIBIBYTES = 512 << 10;
/** For one request, on a machine that is busy with other tests. */
const PATIENCE_MS = 15_000;
const MUTANTS = 400;

const fixtures = new Fixtures();
const worker = new BundledWorker();
const seeds: Buffer[] = [];
const readers: ReaderProcess[] = [];
const newReader = (): ReaderProcess => {
  const reader = new ReaderProcess(worker.file, PATIENCE_MS);
  readers.push(reader);
  return reader;
};

beforeAll(async () => {
  await worker.build();
  const whole = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic', '-Wl,--build-id=sha1');
  const files = [
    whole,
    fixtures.library(),
    fixtures.objcopy(whole, 'stripped', '--strip-all'),
    fixtures.objcopy(whole, 'debug', '--only-keep-debug'),
    withDebugData(fixtures, whole, 'mini'),
    usdtProgram(fixtures, 'usdt', '-O2'),
  ];
  seeds.push(...files.map(file => readFileSync(file)));
}, 60_000);
afterAll(async () => {
  await Promise.all(readers.map(reader => reader.stop()));
  worker.remove();
  fixtures.remove();
});

/** What is said of a file that is refused: a sentence of its own, with the file's name in it. */
function expectSentence(code: string): void {
  const sentence = symbolSentence(code as Parameters<typeof symbolSentence>[0], inEnglish, 'it');
  expect(sentence).toMatch(/^[^.:]*\bit\b[^.:]*: [^.]*\.$/);
  expect(sentence).not.toBe(symbolSentence(undefined, inEnglish, 'it'));
}

describe('a hostile file', () => {
  let shared: ReaderProcess | undefined;

  it.each([...shapes, ...bombs, ...sparseSections, ...sizesOfSections])(
    '$name',
    async ({ make, outcome, alone }) => {
      // What takes memory has it for itself: what the one before took is not given back at once.
      const reader = alone ? newReader() : (shared ??= newReader());
      const file = fixtures.path('hostile');
      make(file, fixtures);
      const found = await exerciseFile(reader, file, { folders: [fixtures.folder] });
      expect(outcome).toContain(found);
      if (found !== 'read') {
        expectSentence(found);
      }
      // It is still there for the next file.
      writeFileSync(file, seeds[0]!);
      expect(await exerciseFile(reader, file)).toBe('read');
      expect(reader.kibibytes).toBeGreaterThan(10_000);
      expect(reader.kibibytes).toBeLessThan(MOST_KIBIBYTES);
      if (alone) {
        await reader.stop();
      }
    },
    60_000,
  );
});

describe('a damaged file of any kind', () => {
  it('is read or refused in time and in little memory', { timeout: 120_000 }, async () => {
    const reader = newReader();
    const outcomes = new Map<string, number>();
    const file = fixtures.path('mutant');
    const seed = Date.now() ^ process.pid;
    process.stdout.write(`Mutants of real files: seed ${seed}\n`);
    await fc.assert(
      fc.asyncProperty(mutations, async mutation => {
        writeFileSync(file, mutant(seeds[mutation.seed % seeds.length]!, mutation));
        const found = await exerciseFile(reader, file, { folders: [fixtures.folder] });
        outcomes.set(found, (outcomes.get(found) ?? 0) + 1);
      }),
      { numRuns: MUTANTS, seed },
    );
    expect(outcomes.get('read')).toBeGreaterThan(MUTANTS / 20);
    expect(outcomes.size).toBeGreaterThan(2);
    for (const code of outcomes.keys()) {
      if (code !== 'read') {
        expectSentence(code);
      }
    }
    expect(reader.kibibytes).toBeLessThan(MOST_KIBIBYTES);
  });

  it('is refused or read wherever it is cut', { timeout: 60_000 }, async () => {
    const reader = newReader();
    const file = fixtures.path('cut');
    const good = seeds[1]!;
    for (let part = 0; part < 150; part++) {
      // The first bytes one by one, then all over the file.
      const length = part < 70 ? part : Math.floor((good.length * (part - 70)) / 80);
      writeFileSync(file, good.subarray(0, length));
      expect(['notElf', 'truncated']).toContain(await exerciseFile(reader, file));
    }
  });
});
