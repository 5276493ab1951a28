import { mappersText } from '../probesView/truthSentences';
import type { RowStyle } from '../probesView/row';
import { printable } from '../text/markdown';
import type { Finding } from './finding';
import { oldBuild, processesText } from './otherFiles';
import type { SilentFacts } from './silentFacts';

/** Nothing is in the way: what may be so, the likeliest first. */
export function ofCode(facts: SilentFacts, style: RowStyle): Finding[] {
  const { code, file, label, mappers, twins } = facts;
  const { t, locale } = style;
  const found: Finding[] = [];
  if (code?.isShort) {
    found.push({
      kind: 'short',
      sentence: t(
        '{0} is very short: compilers put copies of such functions into their callers, and calls of those copies do not come by here.',
        label,
      ),
      fix: { kind: 'reveal' },
    });
  }
  if (code?.isInside) {
    found.push({
      kind: 'inside',
      sentence: t(
        'The probe is some bytes into the function: calls that return before are not counted.',
      ),
      fix: { kind: 'reveal' },
    });
  }
  if (code && code.aliases.length > 0) {
    found.push({
      kind: 'alias',
      sentence: t(
        '{0} has other names ({1}): calls by any of them are counted, but a function of that name in another file is another function.',
        label,
        code.aliases.map(printable).join(', '),
      ),
    });
  }
  const old = oldBuild(facts, style);
  if (old) {
    found.push(old);
  }
  const twin = twins.find(({ path }) => path !== facts.path);
  if (twin) {
    found.push({
      kind: 'twin',
      sentence: t(
        'Another file of that name runs too: {0}, in {1}. Its calls are not counted here.',
        printable(twin.path),
        processesText(twin, style),
      ),
      fix: { kind: 'probeTwin', twin },
    });
  }
  return [
    {
      kind: 'notCalled',
      sentence: [
        mappersText(mappers, file, t, locale),
        facts.hits === undefined || facts.hits === 'unknown' || facts.hits === 0n
          ? t(
              'The probe is in place; {0} was simply not called since, or was inlined everywhere.',
              label,
            )
          : t('The probe is in place and has counted; {0} is not called just now.', label),
      ].join(' '),
    },
    ...found,
  ];
}
