import type * as vscode from 'vscode';
import type { Attacher } from './session/attacher';
import type { HelperAccess, HelperRequests } from './session/helperAccess';
import type { UserAttachRequest } from './session/attachRequest';
import type { FileNow } from './session/ownedProbe';
import type { ProbeService } from './session/probeService';
import type { ProbeStore } from './session/probeStore';
import type { Unsubscribe } from './session/signal';
import type { ShowError } from './errors/showError';
import type { ScopeService } from './scope/scopeService';

/** What the composition root hands to the features. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly attacher: Attacher;
  readonly helper: HelperAccess;
  readonly probes: ProbeStore;
  readonly probeService: Pick<ProbeService, 'replace' | 'halt'>;
  /** The helper, where one runs: for what is nice to know, but nobody is to be asked for a password for. */
  readonly runningHelper: () => HelperRequests | undefined;
  /** What has become of a probe's file, looked at now. */
  readonly fileNow: (request: UserAttachRequest) => Promise<FileNow>;
  /** Keeps the counts of `probes` up to date for as long as they are shown. */
  readonly watchHits: () => Unsubscribe;
  /** Whose events are captured. */
  readonly scope: ScopeService;
  /** Shows any error as one sentence with its actions; silent for a cancellation. */
  readonly showError: ShowError;
}
