import type { FromEventsView, ToEventsView, ViewSummary } from '../../../protocol/eventsView';

/** Asks for summaries one at a time, and tells an answer about a capture that is gone from one about what is shown. */
export class SummaryFeed {
  /** Number of the request that is waited for, or of the latest that was answered. */
  private last = 0;
  private isAsking = false;
  /** Asked for while another answer was waited for. */
  private wanted: readonly string[] | undefined;

  constructor(
    private readonly post: (message: FromEventsView) => void,
    private readonly show: (summary: ViewSummary) => void,
  ) {}

  ask(columns: readonly string[]): void {
    if (this.isAsking) {
      this.wanted = columns;
      return;
    }
    this.isAsking = true;
    this.post({ type: 'summary', number: ++this.last, columns: [...columns] });
  }

  /** Another capture: what is still answered is about the one before. */
  restart(): void {
    this.last++;
    this.isAsking = false;
    this.wanted = undefined;
  }

  receive({ number, summary }: Extract<ToEventsView, { type: 'summary' }>): void {
    if (number !== this.last) {
      return;
    }
    this.isAsking = false;
    if (summary) {
      this.show(summary);
    }
    if (this.wanted) {
      const { wanted } = this;
      this.wanted = undefined;
      this.ask(wanted);
    }
  }
}
