import { mappersText } from '../probesView/truthSentences';
import { printable } from '../text/markdown';
import type { RowStyle } from '../probesView/row';
import { timeText } from '../probesView/probeTruth';
import type { SilentFacts } from './silentFacts';
import type { RunningFile } from '../../processes/sameName';

/** What can be done about a finding. */
export type Fix =
  | { readonly kind: 'start' | 'recreate' | 'rearm' | 'remove' | 'reveal' }
  | { readonly kind: 'probeTwin'; readonly twin: RunningFile };

/** One reason why a probe does not count, the surest first. */
export interface Finding {
  readonly kind:
    | 'lost'
    | 'stopped'
    | 'overwritten'
    | 'replaced'
    | 'deleted'
    | 'twin'
    | 'oldBuild'
    | 'notMapped'
    | 'short'
    | 'inside'
    | 'alias'
    | 'notCalled'
    | 'counting';
  readonly sentence: string;
  readonly fix?: Fix;
}

/** Why a probe is silent: facts of its state and its file first, then what may be so. Never empty. */
export function findings(facts: SilentFacts, style: RowStyle): readonly Finding[] {
  const isOverwritten = facts.fileNow.state === 'overwritten';
  const [state, file] = [ofState(facts, style), ofFile(facts, style)];
  // That is why it was stopped.
  const first = isOverwritten ? [...file, ...state.map(withoutFix)] : [...state, ...file];
  const sure = [...first, ...ofProcesses(facts, style)];
  if (sure.length > 0) {
    return sure;
  }
  const isCounting = facts.rate !== undefined && facts.rate > 0;
  return isCounting ? [counting(facts, style)] : ofCode(facts, style);
}

function withoutFix({ kind, sentence }: Finding): Finding {
  return { kind, sentence };
}

function ofState({ label, state }: SilentFacts, { t }: RowStyle): Finding[] {
  switch (state) {
    case 'lost':
      return [
        {
          kind: 'lost',
          sentence: t('{0} was lost with its helper: it is not in the kernel.', label),
          fix: { kind: 'recreate' },
        },
      ];
    case 'stopped':
      return [
        {
          kind: 'stopped',
          sentence: t('{0} is stopped: its calls are not counted.', label),
          fix: { kind: 'start' },
        },
      ];
    case 'armed':
      return [];
  }
}

function ofFile(facts: SilentFacts, style: RowStyle): Finding[] {
  const { file, fileNow, inode, inodeNow } = facts;
  const { t, locale } = style;
  const when = fileNow.builtAt === undefined ? '' : timeText(fileNow.builtAt, locale);
  switch (fileNow.state) {
    case 'same':
      return [];
    case 'overwritten':
      return [
        {
          kind: 'overwritten',
          sentence: t(
            '{0} was written over in place at {1}: the place that was probed now holds other code, which a breakpoint may damage. Restart programs that ran it while the probe was armed.',
            file,
            when,
          ),
          fix: { kind: 'rearm' },
        },
      ];
    case 'replaced':
      return [
        {
          kind: 'replaced',
          sentence: [
            t(
              '{0} was rebuilt at {1}: inode {2} is probed, and its path leads to inode {3} now.',
              file,
              when,
              String(inode),
              String(inodeNow ?? '?'),
            ),
            oldAndNew(facts, style),
          ].join(' '),
          fix: { kind: 'rearm' },
        },
      ];
    case 'gone':
      return [
        {
          kind: 'deleted',
          sentence: [
            t('{0} was deleted: no process can start from it any more.', file),
            oldAndNew(facts, style),
          ].join(' '),
          fix: { kind: 'remove' },
        },
      ];
  }
}

/** Who still runs the probed file, and who the one that took its place. */
function oldAndNew({ mappers, newMappers }: SilentFacts, { t }: RowStyle): string {
  const old =
    mappers.processes === 0
      ? t('Nobody runs the probed one any more.')
      : t('Still running the probed one: {0}.', mappers.processes);
  const started = newMappers ? t('Running the new one: {0}.', newMappers.processes) : '';
  return [old, started].filter(part => part !== '').join(' ');
}

function ofProcesses(facts: SilentFacts, { t, locale }: RowStyle): Finding[] {
  const { file, fileNow, mappers, state, twins } = facts;
  if (fileNow.state !== 'same' || mappers.processes > 0 || state === 'lost') {
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
  return [
    {
      kind: 'notMapped',
      sentence: t('{0} Start the program: it is counted from its first call.', nobody),
    },
  ];
}

/** Processes that were started from an older build, before the probe was set. */
function oldBuild({ file, path, twins }: SilentFacts, style: RowStyle): Finding | undefined {
  const old = twins.find(twin => twin.deleted && twin.path === path);
  return (
    old && {
      kind: 'oldBuild',
      sentence: style.t(
        'An older build of {0}, deleted since, still runs in {1}: it has its own code. Restart it to run the probed one.',
        file,
        processesText(old, style),
      ),
    }
  );
}

/** Nothing is in the way: what may be so, the likeliest first. */
function ofCode(facts: SilentFacts, style: RowStyle): Finding[] {
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

function counting({ label, rate }: SilentFacts, { t, locale }: RowStyle): Finding {
  const perSecond = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(rate ?? 0);
  return {
    kind: 'counting',
    sentence: t('{0} is not silent: {1} calls a second.', label, perSecond),
  };
}

function processesText({ mappers }: RunningFile, { t }: RowStyle): string {
  const [first] = mappers;
  return mappers.length === 1 && first
    ? t('process {0}', String(first.pid))
    : t('{0} processes', mappers.length);
}
