import { mappersText, untoldSentence } from '../probesView/truthSentences';
import type { RowStyle } from '../probesView/row';
import { printable } from '../text/markdown';
import type { Finding } from './finding';
import { oldBuild, processesText } from './otherFiles';
import type { SilentFacts } from './silentFacts';

/** A file that nobody runs, and what runs instead. */
export function ofProcesses(facts: SilentFacts, { t, locale }: RowStyle): Finding[] {
  const { file, fileNow, mappers, state, twins } = facts;
  const mayRun = fileNow.state === 'same' || fileNow.state === 'untold';
  if (!mayRun || mappers.processes > 0 || state === 'lost') {
    return [];
  }
  const nobody = mappersText(mappers, file, t, locale);
  const old = oldBuild(facts, { t, locale });
  if (old) {
    return [{ ...old, sentence: `${nobody} ${old.sentence}` }];
  }
  const [twin] = twins;
  if (twin) {
    return [
      {
        kind: 'twin',
        sentence: t(
          '{0} But another file of that name runs: {1}, in {2}. It has its own code, so it needs its own probe.',
          nobody,
          printable(twin.path),
          processesText(twin, { t, locale }),
        ),
        fix: { kind: 'probeTwin', twin },
      },
    ];
  }
  if (fileNow.state === 'untold') {
    return [
      {
        kind: 'untold',
        sentence: `${nobody} ${untoldSentence(t)}`,
      },
    ];
  }
  return [
    {
      kind: 'notMapped',
      sentence: t('{0} Start the program: it is counted from its first call.', nobody),
    },
  ];
}
