import type { ViewMark } from '../../protocol/symbolsView';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import { isUserRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import { targetsOf } from '../session/places';
import { hitsText } from '../text/numbers';
import type { Translate } from '../text/translate';

/** The marks of this window's probes in one file, one an offset. */
export function viewMarks(
  probes: readonly OwnedProbe[],
  info: Pick<ElfFileInfo, 'dev' | 'inode'>,
  t: Translate,
  locale: string,
): ViewMark[] {
  const byOffset = new Map<string, OwnedProbe[]>();
  for (const probe of probes) {
    const { request } = probe;
    if (
      isUserRequest(request) &&
      request.target.device === info.dev &&
      request.target.inode === info.inode
    ) {
      for (const [index, target] of targetsOf(request).entries()) {
        // A place inside a function marks the function's row.
        const offset = `0x${(target.offset - (target.delta ?? 0n)).toString(16)}`;
        byOffset.set(offset, [...(byOffset.get(offset) ?? []), atPlace(probe, index)]);
      }
    }
  }
  return [...byOffset].map(([offset, here]) => ({
    offset,
    text: here.map(probe => markText(probe, t, locale)).join(' · '),
    title: here.map(probe => `${probe.request.kind}: ${stateText(probe, t, locale)}`).join('\n'),
    armed: here.some(probe => probe.state === 'armed'),
  }));
}

/** A probe as it is at one of its places: of several each has hits of its own, where they are read. */
function atPlace(probe: OwnedProbe, index: number): OwnedProbe {
  // The sites of a USDT probe are one row.
  if (!('more' in probe.request)) {
    return probe;
  }
  const { hits: ofAll, ...rest } = probe;
  const hits = ofAll === undefined ? undefined : probe.placeHits?.[index];
  return hits === undefined ? rest : { ...rest, hits };
}

function markText(probe: OwnedProbe, t: Translate, locale: string): string {
  const text = stateText(probe, t, locale);
  return probe.request.kind === 'uretprobe' ? `↩ ${text}` : text;
}

function stateText({ state, hits }: OwnedProbe, t: Translate, locale: string): string {
  switch (state) {
    case 'armed':
      return hits === undefined ? t('armed') : hitsText(hits, t, locale);
    case 'stopped':
      return t('stopped');
    case 'lost':
      return t('lost');
  }
}
