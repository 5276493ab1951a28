import * as vscode from 'vscode';
import { threadOwner } from '../../processes/threadOwner';
import { userNames } from '../../processes/userNames';
import { labelText } from '../pickers/itemText';
import type { CaptureHub } from '../session/captureHub';
import type { CaptureHelper } from '../session/sharedCapture';
import { HitCapture } from './hitCapture';
import { hitsItems, hitsSummary, type HitsItem, type HitsStyle } from './processHitsText';
import { processTotals } from './processTotals';
import { Rates } from './rates';
import { ThreadOwners } from './threadOwners';

/** Between two looks at the counts, in ms. */
const INTERVAL = 1000;
/** Between two looks at whose the threads are, in ms: a short-lived process is gone soon. */
const LEARN_INTERVAL = 100;

export interface ProcessHitsTarget {
  readonly hub: CaptureHub;
  readonly helper: CaptureHelper;
  /** Whether threads are to be looked up on this machine. */
  readonly isLocal: boolean;
  /** Armed probes, at least one. */
  readonly probes: readonly { readonly handle: number; readonly eventId: number }[];
  /** What is counted, for the title. */
  readonly name: string;
  /** In whose processes. */
  readonly scope: string;
}

type Row = vscode.QuickPickItem & { readonly id?: string };

/** A list of the processes that hit, as they do, until it is closed. */
export async function showProcessHits(target: ProcessHitsTarget): Promise<void> {
  const users = await userNames();
  const style: HitsStyle = {
    t: vscode.l10n.t,
    locale: vscode.env.language,
    user: uid => users.get(uid) ?? String(uid),
  };
  const capture = await HitCapture.start(target.hub, target.helper, target.probes);
  const since = new Date();
  const owners = new ThreadOwners(tid =>
    target.isLocal ? threadOwner(tid) : Promise.resolve(undefined),
  );
  const rates = new Rates();
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t(
    'Hits by Process: {0}, in {1}',
    labelText(target.name),
    labelText(target.scope),
  );
  pick.placeholder = vscode.l10n.t('Waiting for the first hit');
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  const refresh = async (): Promise<void> => {
    const { hits } = capture;
    await owners.learn(hits.keys());
    const totals = processTotals(hits, tid => owners.get(tid));
    const perSecond = rates.next(totals.flatMap(({ processes }) => processes));
    const loss = await capture.lost();
    if (hits.size > 0) {
      setRows(pick, hitsItems(totals, perSecond, style));
      pick.placeholder = hitsSummary(totals, since, loss, style);
    }
  };
  const learning = setInterval(() => void owners.learn(capture.hits.keys()), LEARN_INTERVAL);
  try {
    await untilHidden(pick, refresh);
  } finally {
    clearInterval(learning);
    pick.dispose();
    await capture.stop();
  }
}

/** Shows the list and looks again each second, until it is closed. */
function untilHidden(pick: vscode.QuickPick<Row>, refresh: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const turn = (): void => {
      refresh().then(
        () => {
          if (!isOver) {
            timer = setTimeout(turn, INTERVAL);
          }
        },
        (error: unknown) => {
          isOver = true;
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    };
    pick.onDidHide(() => {
      isOver = true;
      clearTimeout(timer);
      resolve();
    });
    pick.show();
    turn();
  });
}

/** The row that is active stays so, wherever it moved. */
function setRows(pick: vscode.QuickPick<Row>, items: readonly HitsItem[]): void {
  const active = pick.activeItems[0]?.id;
  const rows = items.map((item): Row =>
    item.kind === 'separator'
      ? { label: labelText(item.label), kind: vscode.QuickPickItemKind.Separator }
      : { id: item.id, label: labelText(item.label), description: labelText(item.description) },
  );
  pick.items = rows;
  const again = rows.find(row => row.id !== undefined && row.id === active);
  if (again) {
    pick.activeItems = [again];
  }
}
