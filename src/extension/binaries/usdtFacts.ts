import type { SymbolRow } from '../../elf/symbolRow';
import type { UsdtSite } from '../../elf/usdt/usdtProbe';
import { MAX_LOCATIONS } from '../../protocol/probes';
import type { UserSymbol } from '../session/attachRequest';
import type { UsdtPlace } from '../session/usdtTarget';

/** Characters of all further sites of one request, which goes in one frame of 64 KiB. */
const MAX_CHARACTERS = 40_000;

/**
 * What a row of a USDT probe adds to its target; nothing for a symbol.
 * @param only the one site that is meant, by its file offset; left out, all of them
 */
export function usdtFacts(
  { usdt }: SymbolRow,
  only?: bigint,
): Partial<Pick<UserSymbol, 'address' | 'offset' | 'refCtrOffset' | 'usdt'>> {
  const sites = usdt?.sites.filter(site => only === undefined || site.fileOffset === only) ?? [];
  const [first, ...others] = sites;
  if (!usdt || !first) {
    return {};
  }
  const { provider, name } = usdt;
  return {
    address: first.address,
    offset: first.fileOffset,
    ...(first.semaphore === undefined ? {} : { refCtrOffset: first.semaphore }),
    usdt: { provider, name, args: first.args, more: fitting(others.map(placeOf)) },
  };
}

function placeOf({ fileOffset, semaphore, args }: UsdtSite): UsdtPlace {
  return {
    offset: fileOffset,
    ...(semaphore === undefined ? {} : { refCtrOffset: semaphore }),
    args,
  };
}

/** As many as one event, and one request, can have. */
function fitting(places: readonly UsdtPlace[]): UsdtPlace[] {
  let characters = 0;
  return places.slice(0, MAX_LOCATIONS - 1).filter(({ args }) => {
    characters += 80 + JSON.stringify(args).length;
    return characters <= MAX_CHARACTERS;
  });
}
