import * as vscode from 'vscode';
import { tracefsLine } from '../export/tracefsLine';
import type { AttachRequest } from '../session/attachRequest';
import { editedRequest, type TargetAtOffset } from './lineEdit';
import { lineBox } from './lineBox';

/** Lets the user change the canonical line; undefined when they go back. */
export async function editLine(
  request: AttachRequest,
  targetAt: TargetAtOffset,
): Promise<AttachRequest | undefined> {
  const { t } = vscode.l10n;
  let edited: AttachRequest | undefined;
  await lineBox({
    title: t('The line for the kernel'),
    line: firstLine(request),
    read: (line, isDone) => editedRequest(request, line, offset => targetAt(offset, isDone), t),
    set: taken => {
      edited = taken;
      return Promise.resolve(undefined);
    },
  });
  return edited;
}

/** Of a USDT probe with several sites that of the first: changes go for all of them. */
export function firstLine(request: AttachRequest): string {
  return tracefsLine(request)?.split('\n', 1)[0] ?? '';
}
