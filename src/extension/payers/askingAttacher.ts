import * as vscode from 'vscode';
import type { Attacher } from '../session/attacher';
import { isUserRequest, type AttachRequest, type UserSymbol } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import { readMappers } from '../session/mappers';
import type { Mappers, OwnedProbe } from '../session/ownedProbe';
import { workProgress } from '../session/workProgress';
import { isWide, wideQuestion } from './wideUse';

/** Asks once more before a file is probed that very many processes run. */
export class AskingAttacher implements Attacher {
  constructor(
    private readonly attacher: Pick<Attacher, 'attach'>,
    private readonly helper: () => HelperRequests | undefined,
  ) {}

  async attach(requests: readonly AttachRequest[]): Promise<readonly OwnedProbe[]> {
    const files = new Map(
      requests.filter(isUserRequest).map(({ target }) => [target.path, target] as const),
    );
    for (const file of files.values()) {
      if (!(await this.agreed(file))) {
        return [];
      }
    }
    return this.attacher.attach(requests);
  }

  async payers(file: Pick<UserSymbol, 'path' | 'device' | 'inode'>): Promise<Mappers | undefined> {
    const [mappers] = await readMappers([file], this.helper());
    return mappers;
  }

  private async agreed(file: UserSymbol): Promise<boolean> {
    const looking = workProgress(this.payers(file), vscode.l10n.t('Looking at processes'));
    const mappers = await looking.catch(() => undefined);
    if (!mappers || !isWide(file.path, mappers)) {
      return true;
    }
    const { message, detail } = wideQuestion(
      file.path,
      mappers,
      vscode.l10n.t,
      vscode.env.language,
    );
    const attach = vscode.l10n.t('Attach to All of Them');
    const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, attach);
    return answer === attach;
  }
}
