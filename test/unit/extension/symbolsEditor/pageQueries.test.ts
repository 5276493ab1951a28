import { describe, expect, it } from 'vitest';
import type { ViewQuery } from '../../../../src/protocol/symbolsView';
import { PageQueries } from '../../../../src/extension/symbolsEditor/pageQueries';
import { MAX_SELECTED_ROWS } from '../../../../src/extension/symbolsEditor/selectedRows';
import { inEnglish } from '../../../../src/extension/text/translate';
import { SymbolError } from '../../../../src/workers/symbolError';
import type { SymbolPage, SymbolQuery } from '../../../../src/workers/symbolMessages';
import { row } from './sampleRows';

function query(number: number, text = ''): ViewQuery {
  return { number, text, order: 'name', descending: false, probeableOnly: false };
}

/** A file that answers with one row named as the query's text; `failures` come first. */
function fileOf(...failures: SymbolError[]) {
  const asked: SymbolQuery[] = [];
  return {
    asked,
    query: (each: SymbolQuery): Promise<SymbolPage> => {
      asked.push(each);
      const failure = failures.shift();
      return failure
        ? Promise.reject(failure)
        : Promise.resolve({ rows: [row({ name: each.text })], total: 1 });
    },
  };
}

const cancelled = (): SymbolError => new SymbolError('cancelled', 'by another query');

function queriesOfPage() {
  const failures: unknown[] = [];
  return { failures, queries: new PageQueries(inEnglish, error => failures.push(error)) };
}

describe('the queries of a page', () => {
  it('are answered with rows, by their number', async () => {
    const { queries } = queriesOfPage();
    expect(await queries.answer(fileOf(), query(7, 'ship'), 200, 50)).toMatchObject({
      type: 'rows',
      query: 7,
      offset: 200,
      total: 1,
      rows: [{ name: 'ship' }],
    });
  });

  it('are asked again when a command on older rows cancelled the newest', async () => {
    const { queries, failures } = queriesOfPage();
    const file = fileOf(cancelled());
    expect(await queries.answer(file, query(1), 0, 10)).toMatchObject({ type: 'rows' });
    expect(file.asked).toHaveLength(2);
    expect(failures).toEqual([]);
  });

  it('get the first rows while all are counted, then once more with how many there are', async () => {
    const { queries } = queriesOfPage();
    const early: unknown[] = [];
    const asked: SymbolQuery[] = [];
    const file = {
      query: (each: SymbolQuery): Promise<SymbolPage> => {
        asked.push(each);
        const rows = [row({ name: 'first' })];
        return Promise.resolve(
          each.now ? { rows, total: 1, counting: true } : { rows, total: 7000 },
        );
      },
    };
    const last = await queries.answer(file, query(3), 0, 200, undefined, rows => early.push(rows));
    expect(early).toMatchObject([{ type: 'rows', query: 3, total: 1, counting: true }]);
    expect(last).toMatchObject({ type: 'rows', query: 3, total: 7000 });
    expect(last).not.toHaveProperty('counting');
    expect(asked).toHaveLength(2);
  });

  it('are dropped when a newer one cancelled them', async () => {
    const { queries } = queriesOfPage();
    const older = queries.answer(fileOf(cancelled()), query(1), 0, 10);
    const newer = queries.answer(fileOf(), query(2), 0, 10);
    expect(await older).toBeUndefined();
    expect(await newer).toMatchObject({ query: 2 });
  });

  it('say that it failed, and have the words for the log', async () => {
    const { queries, failures } = queriesOfPage();
    const lost = new SymbolError('workerLost', 'gone');
    expect(await queries.answer(fileOf(lost), query(3), 0, 10)).toMatchObject({
      type: 'queryFailed',
      query: 3,
    });
    expect(failures).toEqual([lost]);
  });

  it('say what is wrong with a pattern, which is no failure', async () => {
    const { queries, failures } = queriesOfPage();
    const bad = new SymbolError(
      'badPattern',
      'Invalid regular expression: /a(/: Unterminated group',
    );
    expect(await queries.answer(fileOf(bad), query(4, '/a(/'), 0, 10)).toMatchObject({
      type: 'queryFailed',
      sentence: `This is no regular expression: ${bad.message}`,
    });
    const slow = new SymbolError('slowPattern', 'too slow');
    const answer = await queries.answer(fileOf(slow), query(5, '/(a+)+$/'), 0, 10);
    expect(answer).toMatchObject({
      sentence: expect.stringContaining('make it simpler') as string,
    });
    expect(failures).toEqual([]);
  });

  it('give the rows of the last few to a menu that is still open, and no others', async () => {
    const { queries } = queriesOfPage();
    const file = fileOf();
    for (let number = 1; number <= 5; number++) {
      await queries.answer(file, query(number, `f${number}`), 0, 10);
    }
    const names = async (number: number): Promise<string[]> =>
      (await queries.rowsOf(file, { query: number, ranges: [[0, 0]] })).map(({ name }) => name);
    expect([await names(1), await names(2), await names(5)]).toEqual([[], ['f2'], ['f5']]);
  });

  it('refuse more rows than one command takes, in place of leaving some out', async () => {
    const { queries } = queriesOfPage();
    const file = fileOf();
    await queries.answer(file, query(1), 0, 10);
    const most: [number, number][] = [
      [0, 99],
      [200, 199 + MAX_SELECTED_ROWS - 100],
    ];
    await expect(queries.rowsOf(file, { query: 1, ranges: most })).resolves.toBeDefined();
    await expect(
      queries.rowsOf(file, { query: 1, ranges: [...most, [9000, 9000]] }),
    ).rejects.toThrow('1001 symbols are chosen: choose at most 1000 at a time.');
  });
});
