import * as vscode from 'vscode';
import type { ProbeSite } from '../../workers/symbolMessages';
import { wantedCallers } from '../callers/wantedCaller';
import { askCommonFilter, filterItem, filterTitle } from '../filters/askFilter';
import { treeLabel } from '../probesView/treeLabel';
import {
  requestLabel,
  withFilter,
  type AttachRequest,
  type UserAttachRequest,
} from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import { attachItem } from './attachItem';
import type { AttachTools } from './attachTools';
import { costRow } from './costRow';
import { siteText } from './costText';
import { labelText } from './itemText';
import { scopeText } from './scopeText';
import { stepPick } from './stepPick';
import { withCallValues } from './withArguments';

/** Entry and return of one function. */
export type Both = readonly [entry: UserAttachRequest, back: UserAttachRequest];

/** What is known of the function before it is attached to. */
export interface BothLookups {
  readonly site: ProbeSite;
  /** The file's, as `callValues` takes it. */
  readonly machine: string;
  readonly users: () => Promise<Mappers | undefined>;
  readonly tools: Pick<AttachTools, 'scope' | 'probes'>;
}

/** One last step for the two probes that tell how long a function takes: a filter is for both. */
export async function confirmBoth(
  both: Both,
  { site, machine, users, tools }: BothLookups,
): Promise<readonly AttachRequest[] | 'back' | undefined> {
  const t = vscode.l10n.t;
  const [entry] = both;
  const label = requestLabel(entry);
  const requests = wantedCallers(both);
  let filter: string | undefined;
  for (;;) {
    const now = filter;
    const step = await stepPick<'attach' | 'values' | 'filter'>({
      title: t('Attach Entry and Return: {0}', label),
      isFirst: true,
      items: mappers => [
        attachItem(
          t('Attach to {0} and Its Return', labelText(treeLabel(entry))),
          [scopeText(entry, mappers, t, vscode.env.language), ...siteText(site, t)],
          tools,
        ),
        costRow(requests, tools.probes.probes),
        {
          step: 'values',
          label: `$(symbol-parameter) ${t('Attach With Arguments and Return Value')}`,
          detail: t('The registers, in hexadecimal; what the function does not take is noise'),
          alwaysShow: true,
        },
        { step: 'filter', ...filterItem(now, t) },
      ],
      users,
    });
    const chosen =
      step === 'values' ? requests.map(each => withCallValues(each, machine)) : requests;
    if (step === 'attach' || step === 'values') {
      return chosen.map(request => withFilter(request, now));
    }
    if (step !== 'filter') {
      return step;
    }
    filter = await askCommonFilter(requests, filter, filterTitle(label, t));
  }
}
