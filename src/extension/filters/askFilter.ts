import * as vscode from 'vscode';
import { labelText } from '../pickers/itemText';
import { requestLabel, withFilter, type AttachRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';
import { filterPick } from './filterPick';
import { requestFields } from './requestFields';

/** The offer of a filter, before anything is attached. */
export function filterItem(
  { filter }: AttachRequest,
  t: Translate,
): { readonly label: string; readonly detail: string; readonly alwaysShow: true } {
  return {
    label: `$(filter) ${t('Set Filter')}`,
    detail:
      filter === undefined
        ? t('Every hit is captured')
        : t('Captured only if {0}', labelText(filter)),
    alwaysShow: true,
  };
}

/** Asks for a filter; the kernel judges it when the probe is made. The request as it was when the user goes back. */
export async function askFilter(request: AttachRequest): Promise<AttachRequest> {
  let asked = request;
  await filterPick({
    title: filterTitle(request, vscode.l10n.t),
    filter: request.filter,
    fields: requestFields(request),
    set: filter => {
      asked = withFilter(request, filter);
      return Promise.resolve(undefined);
    },
  });
  return asked;
}

export function filterTitle(request: AttachRequest, t: Translate): string {
  return t('Filter of {0}', requestLabel(request));
}
