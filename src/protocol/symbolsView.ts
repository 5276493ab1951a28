import * as v from 'valibot';

/**
 * The messages between the symbols editor and its page, once. The page is not trusted: what comes
 * from it is checked against these schemas; what goes to it is built from the same types.
 */

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));

export const ViewOrder = v.picklist([
  'relevance',
  'name',
  'address',
  'size',
  'binding',
  'section',
  'source',
]);
export type ViewOrder = v.InferOutput<typeof ViewOrder>;

/** What the table shows. `number` goes up with every change, so that a late answer is known as such. */
export const ViewQuery = v.strictObject({
  number: Count,
  text: v.pipe(v.string(), v.maxLength(1024)),
  order: ViewOrder,
  descending: v.boolean(),
  probeableOnly: v.boolean(),
});
export type ViewQuery = v.InferOutput<typeof ViewQuery>;

/** Rows of a query by position: `[first, last]`, both included. */
const PositionRange = v.strictTuple([Count, Count]);
export type PositionRange = v.InferOutput<typeof PositionRange>;

/** Which rows are meant: positions in the query of that number. */
export const Selection = v.strictObject({
  query: Count,
  ranges: v.pipe(v.array(PositionRange), v.minLength(1), v.maxLength(1000)),
});
export type Selection = v.InferOutput<typeof Selection>;

/** What a click in the page's context menu hands to the command (`data-vscode-context`). */
export const MenuContext = v.object({
  webviewSection: v.picklist(['symbol', 'symbolRefused', 'symbolImport']),
  /** The editor's number, given with its HTML. */
  editor: Count,
  selection: Selection,
});
export type MenuContext = v.InferOutput<typeof MenuContext>;

export const FileAction = v.picklist([
  'reload',
  'openAsText',
  'openAsHex',
  'lookUpSymbols',
  'useDebugFile',
  'forgetDebugFile',
]);
export type FileAction = v.InferOutput<typeof FileAction>;

/** From the page. */
export const FromSymbolsView = v.variant('type', [
  /** The page listens; the answer is `hydrate`. */
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({
    type: v.literal('query'),
    query: ViewQuery,
    offset: Count,
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    /** Rows of an earlier query that are to stay selected, and which of them has the focus. */
    keep: v.optional(v.strictObject({ selection: Selection, active: Count })),
  }),
  /** What probes on these rows cost, by `index`; a newer request makes an older one needless. */
  v.strictObject({
    type: v.literal('costs'),
    rows: v.pipe(v.array(Count), v.minLength(1), v.maxLength(1000)),
  }),
  /** Enter or a double click. */
  v.strictObject({ type: v.literal('attach'), selection: Selection }),
  v.strictObject({ type: v.literal('action'), action: FileAction }),
]);
export type FromSymbolsView = v.InferOutput<typeof FromSymbolsView>;

/**
 * - `import`: called from here, its code is in a library.
 * - `label`: a name in assembly that does not say whether it is a function's.
 * - `data`: what is no code.
 */
export type ViewKind = 'function' | 'import' | 'ifunc' | 'label' | 'usdt' | 'data';

/** One row, ready to be shown. Every string may be hostile: it comes from a file. */
export interface ViewRow {
  /** Identifies it in its file, whatever the query. */
  readonly index: number;
  readonly kind: ViewKind;
  /** As in the file. */
  readonly name: string;
  /** As people write it; empty where `name` is not mangled. */
  readonly demangled: string;
  /** `@@GLIBC_2.34`, or empty. */
  readonly version: string;
  /** `0x…`, or empty where the file holds no code for it. */
  readonly offset: string;
  readonly size: string;
  readonly binding: string;
  readonly section: string;
  /** `symtab` and so on: where the symbol was read from. */
  readonly source: string;
  /** What tells it from others of its name or place: `parse.c`, `in libc.so.6`, `also __read`. */
  readonly detail: string;
  /** Why it cannot be probed; empty when it can. */
  readonly refusal: string;
  /** More for the tooltip: aliases, why it cannot have a return probe. */
  readonly note: string;
}

/** What a probe on a row's first instruction costs; empty texts where that is not known. */
export interface ViewCost {
  /** As {@link ViewRow.index}. */
  readonly index: number;
  /** `~10 µs` */
  readonly text: string;
  /** `past endbr64: ~1 µs` where that is possible and cheaper. */
  readonly past: string;
  readonly title: string;
  readonly warning: boolean;
}

/** What is attached to the function at an offset. */
export interface ViewMark {
  /** As {@link ViewRow.offset}. */
  readonly offset: string;
  /** `88 hits` */
  readonly text: string;
  /** One sentence a probe. */
  readonly title: string;
  readonly armed: boolean;
}

/** Which names the table shows: as written in the source, as in the file, or both in a column each. */
export type NameChoice = 'demangled' | 'raw' | 'both';

/** Text of the page, translated by the extension. `{0}` stands for a value. */
export interface ViewStrings {
  readonly filter: string;
  readonly filterHint: string;
  /** How a text is looked for, for the tooltip. */
  readonly filterHelp: string;
  readonly probeableOnly: string;
  readonly names: string;
  readonly namesHelp: string;
  readonly nameChoices: Readonly<Record<NameChoice, string>>;
  readonly shown: string;
  readonly selected: string;
  readonly attachMany: string;
  readonly tooMany: string;
  readonly searching: string;
  readonly counting: string;
  readonly columns: {
    readonly name: string;
    readonly symbol: string;
    readonly offset: string;
    readonly size: string;
    readonly binding: string;
    readonly section: string;
    readonly source: string;
    readonly cost: string;
    readonly probed: string;
  };
  readonly grid: string;
  readonly noMatch: string;
  readonly noSymbols: string;
  readonly changed: string;
  readonly reload: string;
  readonly openAsText: string;
  readonly openAsHex: string;
  readonly lookUpSymbols: string;
  readonly useDebugFile: string;
  readonly forgetDebugFile: string;
}

/** A sentence between the line of facts and the table, with what can be done about it. */
export interface ViewNotice {
  readonly text: string;
  readonly warning: boolean;
  readonly actions: readonly FileAction[];
}

/** The line above the table. */
export interface ViewHeader {
  readonly name: string;
  /** `ELF64 x86-64`, `build-id 9f2c…`, `6,214 functions`, … */
  readonly facts: readonly string[];
  /** All rows of the file; left out while they are counted. */
  readonly symbols?: number;
}

/** To the page. */
export type ToSymbolsView =
  | {
      readonly type: 'hydrate';
      readonly strings: ViewStrings;
      readonly header: ViewHeader;
      readonly notices: readonly ViewNotice[];
      readonly marks: readonly ViewMark[];
      readonly changed: boolean;
    }
  /** The rows were counted meanwhile. */
  | { readonly type: 'header'; readonly header: ViewHeader }
  | {
      readonly type: 'failed';
      readonly strings: ViewStrings;
      readonly sentence: string;
      readonly actions: readonly FileAction[];
    }
  | {
      readonly type: 'rows';
      readonly query: number;
      readonly offset: number;
      readonly total: number;
      readonly rows: readonly ViewRow[];
      /** All rows are still counted: `total` is how many are here, and the same query is answered once more. */
      readonly counting?: true;
      /** Where the rows to `keep` are now; left out when they are not all here, or too many. */
      readonly kept?: { readonly ranges: readonly PositionRange[]; readonly active: number };
    }
  | { readonly type: 'costs'; readonly costs: readonly ViewCost[] }
  | { readonly type: 'queryFailed'; readonly query: number; readonly sentence: string }
  | { readonly type: 'marks'; readonly marks: readonly ViewMark[] }
  | { readonly type: 'changed' }
  /** Show this symbol: filter by its name, and select the row at the offset; by name where that is empty. */
  | { readonly type: 'reveal'; readonly text: string; readonly offset: string };
