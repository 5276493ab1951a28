import * as vscode from 'vscode';
import * as v from 'valibot';
import type { SymbolRow } from '../../elf/symbolRow';
import {
  FromSymbolsView,
  type FileAction,
  type Selection,
  type ToSymbolsView,
  type ViewHeader,
} from '../../protocol/symbolsView';
import { SymbolError } from '../../workers/symbolError';
import type { ElfFileInfo, SymbolCounts } from '../../workers/symbolMessages';
import type { Binary, OpenBinaries } from '../binaries/openBinaries';
import type { DebugFiles } from '../debugFiles/debugFiles';
import type { ProbeStore } from '../session/probeStore';
import { printable } from '../text/markdown';
import { fileFailure } from './fileFailure';
import { watchFileState } from './fileWatch';
import { viewMarks } from './marks';
import { PageCosts } from './pageCosts';
import { PageQueries } from './pageQueries';
import { settledSoon } from './settledSoon';
import { viewHeader } from './viewHeader';
import { viewStrings } from './viewStrings';

/** What a panel needs from around it. */
export interface PanelServices {
  readonly binaries: OpenBinaries;
  readonly probes: ProbeStore;
  readonly log: vscode.LogOutputChannel;
  /** Keeps the counts of `probes` up to date until it is disposed. */
  readonly watchHits: () => { dispose(): unknown };
  /** Enter on rows. */
  readonly attach: (panel: SymbolsPanel, rows: Promise<readonly SymbolRow[]>) => void;
  readonly act: (panel: SymbolsPanel, action: Exclude<FileAction, 'reload'>) => void;
  readonly debugFiles: Pick<DebugFiles, 'notices' | 'onDidChange'>;
  /** A file's symbols are there. */
  readonly opened: (name: string, info: ElfFileInfo) => void;
}

const t = vscode.l10n.t;
/** All but large files are counted by then, so that nothing changes under the eyes. */
const SOON = 30;

type Query = Extract<FromSymbolsView, { type: 'query' }>;

/** One tab of the symbols editor: answers its page, which may be reloaded at any time. */
export class SymbolsPanel {
  private binary: Binary | undefined;
  private opening: Promise<void> | undefined;
  private failure: unknown;
  private readonly queries = new PageQueries(t, error => this.logFailure(error));
  private readonly costs = new PageCosts(t);
  private changed = false;
  private ready = false;
  private toReveal: { text: string; offset: string } | undefined;
  private counting: { dispose(): unknown } | undefined;
  private readonly disposables: { dispose(): unknown }[] = [];

  constructor(
    readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
  ) {
    this.disposables.push(
      panel.webview.onDidReceiveMessage(message => this.receive(message)),
      // A hidden page is thrown away; the next one asks for everything again.
      panel.onDidChangeViewState(() => this.onVisibility()),
      services.probes.onDidChange(() => this.sendMarks()),
      watchFileState(uri.fsPath, () => this.setChanged()),
      services.debugFiles.onDidChange(buildId => {
        if (this.file?.info.buildId === buildId) {
          this.act('reload');
        }
      }),
    );
    this.opening = this.open();
    this.onVisibility();
  }

  /** The open index; undefined while it is being read and when it could not be. */
  get file(): Binary['file'] | undefined {
    return this.binary?.file;
  }

  /** For people. */
  private get name(): string {
    return printable(this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1));
  }

  /** The rows that a menu or a key was used on; none when the table has moved on since. */
  async rowsOf(selection: Selection): Promise<readonly SymbolRow[]> {
    return this.file ? this.queries.rowsOf(this.file, selection) : [];
  }

  /** Shows one symbol, now or as soon as the page is there. */
  reveal(text: string, offset: bigint | undefined): void {
    this.toReveal = { text, offset: offset === undefined ? '' : `0x${offset.toString(16)}` };
    this.sendReveal();
  }

  dispose(): void {
    this.counting?.dispose();
    this.costs.dispose();
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
    this.binary?.dispose();
    this.binary = undefined;
  }

  private onVisibility(): void {
    const { visible } = this.panel;
    this.ready &&= visible;
    if (visible) {
      this.counting ??= this.services.watchHits();
    } else {
      this.counting?.dispose();
      this.counting = undefined;
    }
  }

  private async open(): Promise<void> {
    try {
      const next = await this.services.binaries.open(this.uri.fsPath);
      this.binary?.dispose();
      this.binary = next;
      this.failure = undefined;
      this.changed = false;
      this.services.opened(this.name, next.file.info);
    } catch (error) {
      this.binary?.dispose();
      this.binary = undefined;
      this.failure = error;
      this.logFailure(error);
    }
  }

  private logFailure(error: unknown): void {
    this.services.log.warn(`Symbols of ${this.uri.fsPath}: ${String(error)}`);
  }

  private receive(message: unknown): void {
    const parsed = v.safeParse(FromSymbolsView, message);
    if (!parsed.success) {
      this.services.log.warn('The symbols page sent a message that is none.');
      return;
    }
    const request = parsed.output;
    switch (request.type) {
      case 'ready':
        this.ready = true;
        void this.hydrate();
        break;
      case 'query':
        void this.answer(request);
        break;
      case 'costs':
        void this.answerCosts(request.rows);
        break;
      case 'attach':
        this.services.attach(this, this.rowsOf(request.selection));
        break;
      case 'action':
        this.act(request.action);
        break;
    }
  }

  private act(action: FileAction): void {
    if (action === 'reload') {
      this.opening = this.open();
      void this.hydrate();
    } else {
      this.services.act(this, action);
    }
  }

  private async hydrate(): Promise<void> {
    await this.opening;
    const strings = viewStrings(t);
    const { file } = this;
    if (file) {
      const notices = await this.services.debugFiles.notices(file.info);
      const counts = await settledSoon(file.counts(), SOON);
      this.post({
        type: 'hydrate',
        strings,
        header: this.header(file, counts),
        notices,
        marks: this.marks(file),
        changed: this.changed,
      });
      this.sendReveal();
      if (!counts) {
        await this.sendCounts(file);
      }
    } else {
      this.post({ type: 'failed', strings, ...fileFailure(this.name, codeOf(this.failure), t) });
    }
  }

  private header(file: Binary['file'], counts: SymbolCounts | undefined): ViewHeader {
    return viewHeader(this.uri.fsPath, file.info, counts, t, vscode.env.language);
  }

  private async sendCounts(file: Binary['file']): Promise<void> {
    try {
      const counts = await file.counts();
      if (file === this.file) {
        this.post({ type: 'header', header: this.header(file, counts) });
      }
    } catch (error) {
      // Its rows say so too.
      this.logFailure(error);
    }
  }

  private async answer({ query, offset, limit, keep }: Query): Promise<void> {
    const early = (rows: ToSymbolsView): void => this.post(rows);
    const answer =
      this.file && (await this.queries.answer(this.file, query, offset, limit, keep, early));
    if (answer) {
      this.post(answer);
    }
  }

  private async answerCosts(rows: readonly number[]): Promise<void> {
    try {
      const answer = this.file && (await this.costs.answer(this.file, rows));
      if (answer) {
        this.post(answer);
      }
    } catch (error) {
      // The rows are as good without their costs.
      this.logFailure(error);
    }
  }

  private marks(file: Binary['file']): ReturnType<typeof viewMarks> {
    return viewMarks(this.services.probes.probes, file.info, t, vscode.env.language);
  }

  private sendMarks(): void {
    if (this.file && this.panel.visible) {
      this.post({ type: 'marks', marks: this.marks(this.file) });
    }
  }

  private setChanged(): void {
    if (this.file) {
      this.changed = true;
      this.post({ type: 'changed' });
    }
  }

  private sendReveal(): void {
    if (this.ready && this.file && this.toReveal) {
      this.post({ type: 'reveal', ...this.toReveal });
      this.toReveal = undefined;
    }
  }

  private post(message: ToSymbolsView): void {
    // A page that is hidden or gone asks again with `ready`.
    void this.panel.webview.postMessage(message);
  }
}

function codeOf(error: unknown): SymbolError['code'] | undefined {
  return error instanceof SymbolError ? error.code : undefined;
}
