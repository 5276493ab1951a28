import { basename } from 'node:path';
import type { CodeFile } from '../../processes/codeMaps';
import type { Place } from './place';
import type { PlaceName, PlaceNames } from './placeNames';

/**
 * `price_order+0x12 (orders) orders.c:31`, as much of it as is known; the address while nothing better is known. Where
 * the file has no function there, the offset in the file: `+0x1169 (orders)`, which is one in all processes.
 * @param back 1 for a return address: the call before it may be the last of its function; else 0
 */
export function placeText(
  address: number | bigint,
  place: Place | undefined,
  names: PlaceNames,
  back: 0 | 1,
): string {
  const plain = addressText(address);
  if (!place) {
    return plain;
  }
  if ('mapping' in place) {
    const { name, start } = place.mapping;
    return name === '' ? `${plain} [anon]` : `${name}+0x${(Number(address) - start).toString(16)}`;
  }
  if ('kernel' in place) {
    const named = names.ofKernel(place.kernel - BigInt(back));
    return typeof named === 'object' ? withOffset(named, back) : plain;
  }
  const named = names.ofFile({ ...place, at: place.at - back });
  if (typeof named === 'object') {
    const source = named.source === undefined ? '' : ` ${named.source}`;
    return `${withOffset(named, back)} (${fileName(place.file)})${source}`;
  }
  // Without a symbol it is not proved that an address counted from a probe is in the probed file.
  return named === 'none' && place.by === 'offset'
    ? `+0x${place.at.toString(16)} (${fileName(place.file)})`
    : plain;
}

/** As {@link placeText} without what tells places of one function apart: `price_order (orders)`. */
export function functionText(
  address: number | bigint,
  place: Place | undefined,
  names: PlaceNames,
  back: 0 | 1,
): string {
  const named =
    place && 'at' in place ? names.ofFile({ ...place, at: place.at - back }) : undefined;
  return place && 'at' in place && typeof named === 'object'
    ? `${named.name} (${fileName(place.file)})`
    : placeText(address, place, names, back).replace(/\+0x[0-9a-f]+$/, '');
}

function withOffset({ name, delta }: PlaceName, back: number): string {
  return `${name}+0x${(delta + back).toString(16)}`;
}

function addressText(address: number | bigint): string {
  return `0x${BigInt.asUintN(64, BigInt(address)).toString(16)}`;
}

function fileName({ path }: CodeFile): string {
  return basename(typeof path === 'string' ? path : Buffer.from(path).toString('latin1'));
}
