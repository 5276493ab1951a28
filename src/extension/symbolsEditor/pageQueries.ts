import type { SymbolRow } from '../../elf/symbolRow';
import type {
  FromSymbolsView,
  PositionRange,
  Selection,
  ToSymbolsView,
  ViewQuery,
} from '../../protocol/symbolsView';
import { SymbolError } from '../../workers/symbolError';
import type { SymbolFile } from '../../workers/symbolClient';
import type { SymbolPage } from '../../workers/symbolMessages';
import { patternSentence } from '../errors/patternSentence';
import { HumanError } from '../errors/humanError';
import type { Translate } from '../text/translate';
import { keptSelection } from './keptSelection';
import { countRows, MAX_SELECTED_ROWS, selectedRows, workerQuery } from './selectedRows';
import { viewRow } from './viewRows';

/** Queries whose rows a command may still mean. */
const REMEMBERED = 4;

type Source = Pick<SymbolFile, 'query'>;
/** Rows that are to stay selected, and which of them has the focus. */
type Keep = NonNullable<Extract<FromSymbolsView, { type: 'query' }>['keep']>;
type Answer = Extract<ToSymbolsView, { type: 'rows' | 'queryFailed' }>;

/** The queries of one page for rows of its file, and their answers. */
export class PageQueries {
  /** The last few by number, the newest last: a menu may still be open over the rows of an older one. */
  private readonly queries = new Map<number, ViewQuery>();

  constructor(
    private readonly t: Translate,
    private readonly failed: (error: unknown) => void,
  ) {}

  /**
   * The rows from `offset` on; nothing for a query that a newer one has replaced.
   * @param early gets the first rows where they are there before all are counted
   */
  async answer(
    file: Source,
    query: ViewQuery,
    offset: number,
    limit: number,
    keep?: Keep,
    early?: (rows: Answer) => void,
  ): Promise<Answer | undefined> {
    this.remember(query);
    for (;;) {
      try {
        const locate = keep && (await this.toLocate(file, keep));
        const wanted = { ...workerQuery(query), offset, limit };
        if (early && query.text === '' && !locate) {
          const page = await file.query({ ...wanted, now: true });
          if (!page.counting) {
            return this.rows(query.number, offset, page);
          }
          early(this.rows(query.number, offset, page));
        }
        const page = await file.query({ ...wanted, ...(locate && { locate }) });
        return this.rows(query.number, offset, page);
      } catch (error) {
        const wrong = patternSentence(error, this.t);
        if (wrong !== undefined) {
          return { type: 'queryFailed', query: query.number, sentence: wrong };
        }
        if (!(error instanceof SymbolError && error.code === 'cancelled')) {
          this.failed(error);
          const sentence = this.t(
            'The symbols could not be read. Close this editor and open it again.',
          );
          return { type: 'queryFailed', query: query.number, sentence };
        }
        // By a newer query of the page, or by a command on older rows: then it is still wanted.
        if (this.newest !== query.number) {
          return undefined;
        }
      }
    }
  }

  private rows(query: number, offset: number, page: SymbolPage): Answer {
    const rows = page.rows.map(row => viewRow(row, this.t));
    const kept = keptSelection(page.positions);
    const { total, counting } = page;
    return {
      type: 'rows',
      query,
      offset,
      total,
      rows,
      ...(counting && { counting }),
      ...(kept && { kept }),
    };
  }

  /** The rows that a menu or a key was used on; none when the table has moved on since. Too many are refused. */
  async rowsOf(file: Source, { query, ranges }: Selection): Promise<readonly SymbolRow[]> {
    const count = countRows(ranges);
    if (count > MAX_SELECTED_ROWS) {
      throw new HumanError(
        this.t('{0} symbols are chosen: choose at most {1} at a time.', count, MAX_SELECTED_ROWS),
      );
    }
    const known = this.queries.get(query);
    return known ? selectedRows(file, known, ranges) : [];
  }

  /** Indexes of the rows to keep, first that of the active one; nothing when they are too many. */
  private async toLocate(
    file: Source,
    { selection, active }: Keep,
  ): Promise<readonly number[] | undefined> {
    if (countRows(selection.ranges) >= MAX_SELECTED_ROWS) {
      return undefined;
    }
    const ranges = [[active, active] as PositionRange, ...selection.ranges];
    const rows = await this.rowsOf(file, { ...selection, ranges });
    return rows.map(row => row.index);
  }

  private get newest(): number | undefined {
    return [...this.queries.keys()].at(-1);
  }

  private remember(query: ViewQuery): void {
    this.queries.delete(query.number);
    this.queries.set(query.number, query);
    for (const oldest of [...this.queries.keys()].slice(0, -REMEMBERED)) {
      this.queries.delete(oldest);
    }
  }
}
