import * as vscode from 'vscode';
import { scopeDescription } from '../scope/scopeText';
import type { AttachTools } from './attachTools';
import { labelText } from './itemText';
import type { StepRow } from './refill';

/** The first row of a last step, which Enter takes: whose events come, and what is known of the place. */
export function attachItem(
  label: string,
  facts: readonly string[],
  { scope }: Pick<AttachTools, 'scope'>,
): StepRow<'attach'> {
  return {
    step: 'attach',
    label: `$(add) ${label}`,
    description: scopeDescription(scope.current, vscode.l10n.t),
    detail: labelText(facts.join(' · ')),
    alwaysShow: true,
  };
}
