import * as vscode from 'vscode';
import { labelText } from '../pickers/itemText';
import { requestLabel, withFilter, type AttachRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';
import { filterPick } from './filterPick';
import { commonFields } from './requestFields';

/** The offer of a filter, before anything is attached. */
export function filterItem(
  filter: string | undefined,
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
  const title = filterTitle(requestLabel(request), vscode.l10n.t);
  return withFilter(request, await askCommonFilter([request], request.filter, title));
}

/** Asks for one filter for all of several; `filter` when the user goes back. */
export async function askCommonFilter(
  requests: readonly AttachRequest[],
  filter: string | undefined,
  title: string,
): Promise<string | undefined> {
  let asked = filter;
  await filterPick({
    title,
    filter,
    hasBack: true,
    fields: commonFields(requests),
    set: typed => {
      asked = typed;
      return Promise.resolve(undefined);
    },
  });
  return asked;
}

export function filterTitle(label: string, t: Translate): string {
  return t('Filter of {0}', label);
}
