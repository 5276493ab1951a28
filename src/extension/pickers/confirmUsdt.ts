import * as vscode from 'vscode';
import { askCommonFilter, filterItem, filterTitle } from '../filters/askFilter';
import { withFilter, type UserAttachRequest, type AttachRequest } from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import { attachItem } from './attachItem';
import type { AttachTools } from './attachTools';
import { scopeText } from './scopeText';
import { stepPick } from './stepPick';

/**
 * The last step before several USDT probes are attached, which cannot be one event: each has arguments of
 * its own. Resolves with what to attach; `back` for the step before.
 * @param facts what is known of them: how many, what they cost
 * @param isFirst there is no step to go back to
 */
export async function confirmUsdt(
  requests: readonly UserAttachRequest[],
  facts: readonly string[],
  users: () => Promise<Mappers | undefined>,
  isFirst: boolean,
  tools: Pick<AttachTools, 'scope'>,
): Promise<readonly AttachRequest[] | 'back' | undefined> {
  const [first] = requests;
  if (!first) {
    return requests;
  }
  const t = vscode.l10n.t;
  const title = t('Attach {0} USDT Probes', requests.length);
  let filter: string | undefined;
  for (;;) {
    const now = filter;
    const step = await stepPick<'attach' | 'filter'>({
      title,
      isFirst,
      items: mappers => [
        attachItem(
          t('Attach to {0} USDT Probes', requests.length),
          [...facts, scopeText(first, mappers, t, vscode.env.language)].filter(Boolean),
          tools,
        ),
        { step: 'filter', ...filterItem(now, t) },
      ],
      users,
    });
    if (step === 'attach') {
      return requests.map(request => withFilter(request, now));
    }
    if (step !== 'filter') {
      return step;
    }
    const of = filterTitle(t('{0} probes', requests.length), t);
    filter = await askCommonFilter(requests, filter, of);
  }
}
