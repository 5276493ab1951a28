import type { CodeFile, CodeMapping } from '../../processes/codeMaps';
import type { AddressSpace } from './addressSpace';
import { loadBias } from './probedCode';
import type { AddressSpaces, Hit } from './addressSpaces';

/** A file with code, and a process that had it mapped: its path may be another one's here. */
export interface PlaceFile extends CodeFile {
  /** Left out where it is the probed file, found without its process. */
  readonly pid?: number;
}

/** A place in a file, by one of its two addresses, in bytes. */
export interface FilePlace {
  readonly file: PlaceFile;
  readonly by: 'offset' | 'address';
  readonly at: number;
}

/** What an address is: in a file, in the kernel, or of no file, with the kernel's word for it. */
export type Place =
  | FilePlace
  | { readonly kernel: bigint }
  | { readonly mapping: Pick<CodeMapping, 'start' | 'name'> };

/** Where the upper half begins, which is the kernel's on all machines that are known here. */
const KERNEL = 1n << 63n;

/** The kernel's address as it writes addresses itself; undefined for a process's. */
export function kernelAddress(address: number | bigint | undefined): bigint | undefined {
  return typeof address === 'bigint' && BigInt.asUintN(64, address) >= KERNEL
    ? BigInt.asUintN(64, address)
    : undefined;
}

/** The place of a call by where it returns to; undefined where that is in no file. @param back 0 for the call itself */
export function beforeCall(place: Place | undefined, back: 0 | 1): FilePlace | undefined {
  return place && 'file' in place ? { ...place, at: place.at - back } : undefined;
}

/** What an address is in the process of a hit, if that is known. */
export function placeOf(
  address: number | bigint | undefined,
  hit: Hit | undefined,
  spaces: Pick<AddressSpaces, 'of'>,
): Place | undefined {
  if (typeof address !== 'number' || !hit) {
    const kernel = kernelAddress(address);
    return kernel === undefined ? undefined : { kernel };
  }
  const space = spaces.of(hit);
  return (space && placeIn(space, address)) ?? placeInProbed(hit, address);
}

/**
 * The place that all of these are, undefined where there are several: one may be known by its offset in some processes,
 * and by its address in those that ended before they were seen.
 */
export function onlyPlace(places: readonly FilePlace[]): FilePlace | undefined {
  const count = (tell: (place: FilePlace) => string): number => new Set(places.map(tell)).size;
  const isOne =
    count(({ file }) => `${file.dev}:${file.inode}:${String(file.path)}`) === 1 &&
    count(({ by, at }) => `${by}${at}`) === count(({ by }) => by);
  return isOne ? (places.find(({ by }) => by === 'offset') ?? places[0]) : undefined;
}

/** What is at a process's address. */
export function placeIn(space: AddressSpace, address: number): Place | undefined {
  const mapping = space.at(address);
  if (!mapping) {
    return undefined;
  }
  const { file, start, offset } = mapping;
  return file
    ? { file: { ...file, pid: space.pid }, by: 'offset', at: address - start + offset }
    : { mapping };
}

/**
 * The place in the probed file, if it is in it at all, which its symbols tell: a file is mapped as one, so
 * that no other file is within it.
 */
export function placeInProbed({ ip, code }: Hit, address: number): FilePlace | undefined {
  const bias = loadBias(code, ip);
  return bias === undefined || !code.file || address < bias
    ? undefined
    : { file: { ...code.file, deleted: false }, by: 'address', at: address - bias };
}
