import type {
  CaptureReadiness,
  CaptureState,
  EventStrings,
  FromEventsView,
} from '../../../protocol/eventsView';
import { fill } from '../../shared/fill';
import { iconButton, setIcon } from './controls';

type Action = Extract<FromEventsView, { type: 'action' }>['action'];

/** Start and stop, follow and pause, clear and save. */
export class CaptureButtons {
  readonly elements: readonly HTMLElement[];
  private readonly capture: HTMLButtonElement;
  private readonly following: HTMLButtonElement;
  private readonly clear: HTMLButtonElement;
  private readonly save: HTMLButtonElement;
  private isCapturing = false;
  private isFollowing = true;

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    act: (action: Action) => void,
    follow: (on: boolean) => void,
  ) {
    this.capture = iconButton('record', strings.start, () =>
      act(this.isCapturing ? 'stop' : 'start'),
    );
    this.following = iconButton('debug-pause', strings.pause, () => follow(!this.isFollowing));
    this.clear = iconButton('clear-all', strings.clear, () => act('clear'));
    this.save = iconButton('save', strings.save, () => act('save'));
    for (const button of [this.capture, this.following, this.clear]) {
      button.classList.add('capture-only');
    }
    this.elements = [this.capture, this.following, this.clear, this.save];
  }

  /** @param readiness undefined for a recording; without probes in the kernel there is nothing to start */
  setState(state: CaptureState, readiness: CaptureReadiness | undefined): void {
    const { start, stop } = this.strings;
    this.isCapturing = state !== 'off';
    setIcon(
      this.capture,
      this.isCapturing ? 'debug-stop' : 'record',
      this.isCapturing ? stop : start,
    );
    this.capture.disabled = state === 'starting' || (state === 'off' && readiness !== 'ready');
  }

  setHasEvents(hasEvents: boolean): void {
    this.clear.disabled = !hasEvents;
    this.save.disabled = !hasEvents;
  }

  /** `newer` events have come since following stopped. */
  setFollowing(on: boolean, newer: number): void {
    this.isFollowing = on;
    const { follow, pause } = this.strings;
    setIcon(this.following, on ? 'debug-pause' : 'debug-start', on ? pause : follow);
    const text =
      on || newer <= 0
        ? ''
        : fill(this.strings.newer, new Intl.NumberFormat(this.locale).format(newer));
    const [sign, ...old] = this.following.childNodes;
    if (sign && old.map(({ textContent }) => textContent).join('') !== text) {
      this.following.replaceChildren(sign, text);
    }
  }
}
