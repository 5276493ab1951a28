import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settled } from '../../../src/tracefs/settled';

/** What happens before one page of the list is read: lines go, by their places, and new ones come. */
interface Change {
  /** Counted over all readings. */
  readonly page: number;
  readonly gone: readonly number[];
  readonly added: number;
}

/** A list that is read as the kernel's are: page after page, by position, while others change it. */
class FakePagedList {
  /** Those that were there all the time. */
  readonly stayed: Set<string>;
  private lines: string[];
  private pages = 0;

  constructor(
    length: number,
    private readonly changes: readonly Change[],
  ) {
    this.lines = Array.from({ length }, (_, at) => `p:g/e${at}`);
    this.stayed = new Set(this.lines);
  }

  readonly read = async (): Promise<string> => {
    const read: string[] = [];
    for (;;) {
      this.changeNow();
      const page = this.lines.slice(read.length, read.length + 3);
      if (page.length === 0) {
        return Promise.resolve(read.map(line => `${line}\n`).join(''));
      }
      read.push(...page);
    }
  };

  private changeNow(): void {
    const page = this.pages++;
    for (const { gone, added } of this.changes.filter(change => change.page === page)) {
      const removed = new Set(gone.map(at => this.lines[at % this.lines.length]));
      removed.forEach(line => this.stayed.delete(line ?? ''));
      this.lines = this.lines.filter(line => !removed.has(line));
      this.lines.push(...Array.from({ length: added }, (_, at) => `p:g/new${page}_${at}`));
    }
  }
}

const change = fc.record({
  page: fc.nat(40),
  gone: fc.array(fc.nat(), { maxLength: 4 }),
  added: fc.nat(2),
});

describe('a list that is read while others remove events', () => {
  it('lacks a line at one reading, and none once it is settled', async () => {
    const others: Change[] = [{ page: 1, gone: [0], added: 0 }];
    expect(await new FakePagedList(9, others).read()).not.toContain('p:g/e3\n');
    const list = new FakePagedList(9, others);
    expect((await settled(list.read)).trim().split('\n')).toEqual([...list.stayed]);
  });

  it('holds all that was there all the time', async () => {
    const changes = fc.array(change, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), changes, async (length, others) => {
        const list = new FakePagedList(length, others);
        const lines = new Set((await settled(list.read)).split('\n'));
        expect([...list.stayed].filter(line => !lines.has(line))).toEqual([]);
      }),
    );
  });

  it('is read again and again only for a while, and is then what all readings had', async () => {
    const others = Array.from({ length: 100 }, (_, at) => ({ page: 4 * at, gone: [0], added: 1 }));
    const list = new FakePagedList(120, others);
    let readings = 0;
    const text = await settled(() => {
      readings++;
      return list.read();
    });
    expect(readings).toBe(8);
    const lines = new Set(text.split('\n'));
    expect(list.stayed.size).toBeGreaterThan(20);
    expect([...list.stayed].filter(line => !lines.has(line))).toEqual([]);
  });

  it('is read twice where nobody changes it', async () => {
    let readings = 0;
    const list = new FakePagedList(9, []);
    await settled(() => {
      readings++;
      return list.read();
    });
    expect(readings).toBe(2);
  });
});
