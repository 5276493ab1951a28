import * as vscode from 'vscode';
import type { HelperRequests } from '../session/helperAccess';
import { functionItem, tracepointItem, type KernelPlace } from './kernelItems';
import { searchPick, type SearchItem } from './searchPick';
import { allItem, moreItem } from './symbolItems';

/** Rows of each kind shown at a time: with titles and what is told beneath them 200 together. */
const FUNCTIONS = 136;
const TRACEPOINTS = 58;

export interface KernelChoice {
  /** `all`: every function that was found. */
  readonly place: KernelPlace | 'all';
  readonly isReturn: boolean;
  readonly text: string;
}

/** Kernel functions, system calls and static tracepoints, searched by the helper as one types. */
export async function kernelPick(
  helper: HelperRequests,
  hasKprobes: boolean,
  text = '',
): Promise<KernelChoice | undefined> {
  const t = vscode.l10n.t;
  const returnButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('debug-step-out'),
    tooltip: t('Attach Return Probe'),
  };
  const choice = await searchPick<KernelPlace | 'all'>({
    title: hasKprobes
      ? t('Attach Kprobe')
      : t('This kernel has no kprobes: only static tracepoints can be attached'),
    placeholder: t('Kernel function, system call or tracepoint'),
    text,
    failed: error => t('The kernel could not be searched: {0}', String(error)),
    search: async (typed, signal) => {
      const [functions, tracepoints] = await Promise.all([
        hasKprobes ? functionRows(helper, typed, signal, returnButton) : [],
        tracepointRows(helper, typed, signal),
      ]);
      const items = [...functions, ...tracepoints];
      return items.length > 0 ? items : [{ label: t('Nothing in the kernel matches') }];
    },
  });
  return choice && 'value' in choice
    ? { place: choice.value, isReturn: choice.button === returnButton, text: choice.text }
    : undefined;
}

type Items = SearchItem<KernelPlace | 'all'>[];

async function functionRows(
  helper: HelperRequests,
  text: string,
  signal: AbortSignal,
  returnButton: vscode.QuickInputButton,
): Promise<Items> {
  const { symbols, total, source } = await helper.request(
    'kernelSymbols',
    { text, limit: FUNCTIONS },
    signal,
  );
  const t = vscode.l10n.t;
  const rows = symbols.map(each => {
    const { label, description, target } = functionItem(each, t);
    return { label, description, value: target, buttons: each.blacklisted ? [] : [returnButton] };
  });
  const locale = vscode.env.language;
  const all = allItem(text, total, t, locale).map(item => ({
    ...item,
    value: 'all' as const,
    buttons: [returnButton],
  }));
  const found = section(t('Functions'), rows, [
    ...moreItem(total - rows.length, 'functions', t, locale),
    ...all,
  ]);
  // A row, since VS Code shows no section titles once something is typed.
  const note = t('Functions by kallsyms: the kernel may refuse some');
  return source === 'kallsyms' && rows.length > 0
    ? [...found, { label: `$(info) ${note}` }]
    : found;
}

async function tracepointRows(
  helper: HelperRequests,
  text: string,
  signal: AbortSignal,
): Promise<Items> {
  const { tracepoints, total } = await helper.request(
    'tracepoints',
    { text, limit: TRACEPOINTS },
    signal,
  );
  const t = vscode.l10n.t;
  const rows = tracepoints.map(found => {
    const { label, description, target } = tracepointItem(found, t);
    return { label, description, value: target };
  });
  const title = t('System calls and static tracepoints');
  return section(title, rows, moreItem(total - rows.length, 'tracepoints', t, vscode.env.language));
}

function section(title: string, rows: Items, more: Items): Items {
  return rows.length === 0
    ? []
    : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows, ...more];
}
