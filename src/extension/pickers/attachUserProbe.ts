import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import type { OpenBinaries } from '../binaries/openBinaries';
import { showRefusal } from '../binaries/showRefusal';
import { userSymbol } from '../binaries/userSymbol';
import type { DebugFiles } from '../debugFiles/debugFiles';
import { lookUpSymbols } from '../debugFiles/lookUpSymbols';
import { describeError } from '../errors/describeError';
import { copyLines } from '../export/copyProbes';
import type { UserAttachRequest } from '../session/attachRequest';
import { isJudgedAtPlace } from '../session/riskTaken';
import { MAX_LOCATIONS } from '../../protocol/probes';
import { activeBinary } from './activeBinary';
import type { Left } from './attachConfirmed';
import { attachMany } from './attachMany';
import type { AttachTools } from './attachTools';
import { binaryFrom, binaryPick } from './binaryPick';
import { lastStep } from './lastStep';
import type { ProcessBinaryPicker } from './processBinary';
import type { RecentBinaries } from './recentBinaries';
import { resolverPick } from './resolverPick';
import { symbolPick, type SymbolChoice } from './symbolPick';

export interface UserPickers extends AttachTools {
  readonly binaries: OpenBinaries;
  readonly recent: RecentBinaries;
  readonly debugFiles: DebugFiles;
  readonly processes: ProcessBinaryPicker;
  readonly reveal: (path: string, name: string, offset?: bigint) => Promise<void>;
}

type Kind = UserAttachRequest['kind'];

/** Where to go on after a binary is done with. */
interface Next {
  readonly path: string;
  readonly text: string;
}

/**
 * "Attach Uprobe…": binary, function, last step; the binary that is open is taken at once.
 * @param start the binary and what is typed, where these are known
 */
export async function attachUserProbe(
  pickers: UserPickers,
  kind: Kind,
  start?: Next,
): Promise<void> {
  const path =
    start?.path ?? (await activeBinary()) ?? (await binaryPick(pickers.recent, pickers.processes));
  let next: Next | undefined = path === undefined ? undefined : { path, text: start?.text ?? '' };
  while (next) {
    next = await attachFrom(pickers, kind, next);
  }
}

async function attachFrom(
  pickers: UserPickers,
  kind: Kind,
  { path, text }: Next,
): Promise<Next | undefined> {
  const binary = await openForPicker(pickers, path);
  try {
    if (!binary.file.info.origin) {
      await pickers.recent.add(path);
    }
    let typed = text;
    for (;;) {
      const choice = await symbolPick(path, binary.file, kind, typed);
      if (!choice) {
        return undefined;
      }
      if ('debugSymbols' in choice) {
        await lookUpSymbols(pickers.debugFiles, basename(path), binary.file.info, false);
        return { path, text: typed };
      }
      if ('other' in choice) {
        const other = await binaryFrom(
          choice.other === 'file' ? 'disk' : 'process',
          pickers.processes,
        );
        if (other === 'back') {
          continue;
        }
        return other && { path: other.path, text: '' };
      }
      const next =
        'all' in choice
          ? await actOnAll(pickers, path, binary.file, choice)
          : await act(pickers, kind, path, binary.file, choice);
      if (next !== 'again') {
        return next;
      }
      typed = choice.text;
    }
  } finally {
    binary.dispose();
  }
}

/** Opens an index; what fails is a `HumanError`. */
export async function openForPicker(
  { binaries, recent }: UserPickers,
  path: string,
): ReturnType<OpenBinaries['open']> {
  try {
    return await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: vscode.l10n.t('Reading symbols of {0}', basename(path)),
      },
      () => binaries.open(path),
    );
  } catch (error) {
    await recent.forget(path);
    throw describeError(error, vscode.l10n.t, basename(path));
  }
}

async function actOnAll(
  tools: AttachTools,
  path: string,
  file: SymbolFile,
  { kind, text }: Extract<SymbolChoice, { all: unknown }>,
): Promise<Next | undefined | 'again'> {
  const { rows } = await file.query({ text, limit: MAX_LOCATIONS });
  let next: Next | undefined;
  const ended = await attachMany(
    { kind, path, file, rows, pattern: text },
    tools,
    (other, name) => {
      next = { path: other, text: name };
    },
  );
  return ended === 'back' ? 'again' : next;
}

async function act(
  pickers: UserPickers,
  kind: Kind,
  path: string,
  file: SymbolFile,
  choice: Extract<SymbolChoice, { row: unknown }>,
): Promise<Next | undefined | 'again'> {
  const { row, action } = choice;
  if (action === 'reveal') {
    await pickers.reveal(path, row.name, row.fileOffset);
    return undefined;
  }
  const chosenKind = action === 'return' ? 'uretprobe' : kind;
  const verdict = row[chosenKind];
  const target = userSymbol(path, file.info, row);
  const isCopy = action === 'copy';
  if (target && !verdict.ok && verdict.code === 'ifunc' && !isCopy) {
    const code = await resolverPick(row.name, await file.implementations(row.index));
    if (code === 'resolver') {
      return afterLast(lastStep(pickers, { kind: chosenKind, target }, file, { isWarned: true }));
    }
    return code ? act(pickers, chosenKind, path, file, { ...choice, row: code }) : 'again';
  }
  if (!target || !(verdict.ok || (isJudgedAtPlace(verdict.code) && !isCopy))) {
    let next: Next | undefined;
    const refused = verdict.ok
      ? ({ ok: false, code: 'outsideSegments' as const } as const)
      : verdict;
    await showRefusal({ row, verdict: refused }, file, (library, name) => {
      next = { path: library, text: name };
    });
    return next;
  }
  const request: UserAttachRequest = { kind: chosenKind, target };
  if (isCopy) {
    await copyLines([request]);
    return undefined;
  }
  return afterLast(lastStep(pickers, request, file, {}));
}

async function afterLast(step: Promise<Left | undefined>): Promise<undefined | 'again'> {
  return (await step) === 'back' ? 'again' : undefined;
}
