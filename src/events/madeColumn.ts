import type { Value } from './column';

/** Reads one column of one table's rows. */
export interface FieldReader {
  /** As the column shows it; empty where there is nothing to show. */
  readonly text: (row: number) => string;
  /** To be compared and counted. */
  readonly value: (row: number) => Value;
}

/** A column that the kernel's records do not have. */
export interface MadeColumn extends FieldReader {
  readonly name: string;
  readonly isNumber: boolean;
  /** Its values are places in code, which can be gone to. */
  readonly isCode?: true;
  /** It stands for the record's own field of that name. */
  readonly replaces?: boolean;
  /** It is made of rows alone: of those of a recording again. */
  readonly isOfRows?: boolean;
  /** Names of other columns whose values it tells: where one of them is masked it is, too. */
  readonly tells?: readonly string[];
}

/** What is known of a column without its values. */
export interface ColumnHead {
  readonly name: string;
  readonly isNumber: boolean;
  /** Its values are not kept. */
  readonly masked?: boolean;
  /** Its values are places in code. */
  readonly isCode?: boolean;
}

/** The columns it makes of a table of the store. */
export type ColumnSource = (table: number) => readonly MadeColumn[];

/** Name of the process of a thread, as far as it is known. */
export type ProcessName = (thread: number) => string;
