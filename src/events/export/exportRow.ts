import type { Value } from '../column';

/** One event on its way to a file. */
export interface ExportRow {
  /** ns since the epoch; of the capture's own clock where that is not known. */
  readonly time: bigint;
  readonly cpu: number;
  readonly thread: number;
  readonly process: string;
  /** What people call the probe. */
  readonly event: string;
  /** ns */
  readonly took?: number;
  /** Those that are masked have {@link MASKED} for a value. */
  readonly fields: readonly { readonly name: string; readonly value: Value }[];
}

/** What holds for all events of a file. */
export interface ExportFacts {
  /** `time` of the capture's begin. */
  readonly zero: bigint;
  /** Names of all fields there are. */
  readonly columns: readonly string[];
  /** Names of the columns whose values are not told. */
  readonly masked: readonly string[];
  /** For how long nothing was captured; left out where that never was. */
  readonly pauses?: readonly { readonly cause: string; readonly ms: number }[];
}

/** A text format that events are saved in, piece by piece. */
export interface ExportFormat {
  /** What comes before the first event. */
  begin(): string;
  row(row: ExportRow): string;
  end(): string;
}

/** Numbers that JSON keeps exactly stay numbers; larger ones are texts. */
export function jsonValue(value: Value): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  return Array.isArray(value) ? value.map(each => jsonValue(each as Value)) : value;
}
