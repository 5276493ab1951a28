import * as vscode from 'vscode';
import type { ElevationError } from '../../elevation/elevationError';
import type { PlannedStrategy } from '../../elevation/elevator';
import { describeError } from '../errors/describeError';
import { commandIds } from '../manifest/commands';
import { consentQuestion } from './consent';
import type { SessionUi } from './sessionUi';

/** Asks the person in front of this window. */
export class WindowUi implements SessionUi {
  constructor(private readonly channel: vscode.LogOutputChannel) {}

  async confirm(plan: readonly PlannedStrategy[]): Promise<boolean> {
    plan.forEach(way => this.channel.debug(`${way.id}: ${way.ok ? 'possible' : way.reason}`));
    const question = consentQuestion(plan, vscode.l10n.t);
    if (!question) {
      return true;
    }
    const goOn = vscode.l10n.t('Continue');
    const details = vscode.l10n.t('Details');
    const ask = (detail: string, ...buttons: string[]): Thenable<string | undefined> =>
      vscode.window.showInformationMessage(question.sentence, { modal: true, detail }, ...buttons);
    const answer = await ask(question.explanation, goOn, details);
    return answer === details
      ? (await ask(`${question.explanation}\n\n${question.details}`, goOn)) === goOn
      : answer === goOn;
  }

  async offerTerminal(error: ElevationError): Promise<boolean> {
    const human = describeError(error, vscode.l10n.t);
    const use = vscode.l10n.t('Use Terminal');
    const details = vscode.l10n.t('Details');
    const diagnose = vscode.l10n.t('Diagnose');
    const explanation = vscode.l10n.t(
      'sudo asks for your password in the terminal, which opens below. It is typed there, not in Probescope.',
    );
    const ask = (detail: string, ...buttons: string[]): Thenable<string | undefined> =>
      vscode.window.showWarningMessage(human.message, { modal: true, detail }, ...buttons);
    let answer = await ask(explanation, use, details, diagnose);
    if (answer === details) {
      answer = await ask(`${explanation}\n\n${human.options.details ?? ''}`, use, diagnose);
    }
    if (answer === diagnose) {
      void vscode.commands.executeCommand(commandIds.diagnose);
    }
    return answer === use;
  }

  progress(until: Promise<unknown>, cancel: () => void, waitsFor: 'helper' | 'terminal'): void {
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title:
          waitsFor === 'terminal'
            ? vscode.l10n.t('Type your password in the terminal')
            : vscode.l10n.t('Waiting for the helper'),
        cancellable: true,
      },
      async (_progress, token) => {
        token.onCancellationRequested(cancel);
        await until.catch(() => undefined);
      },
    );
  }

  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void {
    this.channel[level](message);
  }
}
