/**
 * How a table of Go functions is laid out: where its parts are told, as numbers of words behind the first eight
 * bytes, and what its entries hold (debug/gosym/pclntab.go and runtime/symtab.go of Go).
 */
export interface GoLayout {
  /** The first 32 bits. */
  readonly magic: number;
  /** Words that tell where names begin and end; left out where they lie anywhere in the table. */
  readonly names?: readonly [number, number];
  /** The word that tells where pairs begin; left out where they follow the header, and count from the table's start. */
  readonly functions?: number;
  /** The word with the address that entry points count from; left out where they are addresses themselves. */
  readonly textStart?: number;
}

const SINCE_1_18 = { names: [3, 4], functions: 7, textStart: 2 } as const;

/** Go 1.2 to 1.15, 1.16 and 1.17, 1.18 and 1.19, and since Go 1.20: there only what is not read here differs. */
export const GO_LAYOUTS: readonly GoLayout[] = [
  { magic: 0xfffffffb },
  { magic: 0xfffffffa, names: [2, 3], functions: 6 },
  { magic: 0xfffffff0, ...SINCE_1_18 },
  { magic: 0xfffffff1, ...SINCE_1_18 },
];

/** Words of the header, the count of functions included. */
export function headerWords({ functions = 0 }: GoLayout): number {
  return functions + 1;
}
