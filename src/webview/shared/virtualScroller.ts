import { element } from '../shared/dom';
import {
  clampVirtual,
  isScaled,
  scrollGeometry,
  toScrollTop,
  toVirtual,
  type ScrollGeometry,
} from './scrollScale';

/** Height of a row in px; the style sheet says the same. */
export const ROW_HEIGHT = 22;

/** The rows on screen: both ends included, `top` is the y of the first one in px (0 or less). */
export interface VisibleRows {
  readonly first: number;
  readonly last: number;
  readonly top: number;
}

/**
 * Scrolls over any number of rows of one height. The caller draws the rows that are on screen into
 * `layer`, which stays in place while the box beneath it scrolls.
 */
export class VirtualScroller {
  readonly layer = element('div', {
    className: 'rows-layer',
    attributes: { role: 'presentation' },
  });
  private readonly spacer = element(
    'div',
    { className: 'rows-spacer', attributes: { role: 'presentation' } },
    this.layer,
  );
  readonly viewport = element('div', { className: 'rows' }, this.spacer);
  /** Asked for once a size: the browser lays the page out to answer, if anything was written before. */
  private knownHeight: number | undefined;
  private rows = 0;
  private virtual = 0;
  private frame: number | undefined;
  /** The scroll event of this `scrollTop` is our own doing. */
  private ownScrollTop: number | undefined;

  /** @param scrolled the user scrolled: the position is another, and is drawn in the next frame */
  constructor(
    private readonly draw: (visible: VisibleRows) => void,
    private readonly scrolled: () => void = () => undefined,
  ) {
    this.viewport.addEventListener('scroll', () => this.onScroll(), { passive: true });
    this.viewport.addEventListener('wheel', event => this.onWheel(event), { passive: false });
    new ResizeObserver(() => {
      this.knownHeight = undefined;
      this.resized();
    }).observe(this.viewport);
  }

  /** Position in px from the top of all rows; kept over a reload of the page. */
  get position(): number {
    return this.virtual;
  }

  /** Rows that fit on the screen, at least one. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.height / ROW_HEIGHT));
  }

  setRows(rows: number, position = this.virtual): void {
    this.rows = rows;
    this.virtual = position;
    this.resized();
  }

  /** Scrolls as little as needed to have the row in full. */
  show(row: number): void {
    const top = row * ROW_HEIGHT;
    const bottom = top + ROW_HEIGHT - this.height;
    if (top < this.virtual || bottom > this.virtual) {
      this.moveTo(top < this.virtual ? top : bottom);
    }
  }

  /** Draws again before the next frame. */
  invalidate(): void {
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }

  /** Draws at once, for what has to read the drawn rows. */
  drawNow(): void {
    if (this.frame !== undefined) {
      cancelAnimationFrame(this.frame);
      this.frame = undefined;
    }
    const first = Math.floor(this.virtual / ROW_HEIGHT);
    const last = Math.ceil((this.virtual + this.height) / ROW_HEIGHT) - 1;
    this.draw({
      first,
      last: Math.min(last, this.rows - 1),
      top: first * ROW_HEIGHT - this.virtual,
    });
  }

  /** Of the viewport, in px. */
  private get height(): number {
    this.knownHeight ??= this.viewport.clientHeight;
    return this.knownHeight;
  }

  private get geometry(): ScrollGeometry {
    return scrollGeometry(this.rows, ROW_HEIGHT, this.height);
  }

  private resized(): void {
    this.spacer.style.height = `${this.geometry.scrollable}px`;
    this.moveTo(this.virtual);
  }

  private moveTo(virtual: number): void {
    const { geometry } = this;
    this.virtual = clampVirtual(geometry, virtual);
    this.viewport.scrollTop = toScrollTop(geometry, this.virtual);
    // The browser rounds what it is given.
    this.ownScrollTop = this.viewport.scrollTop;
    this.invalidate();
  }

  private onScroll(): void {
    if (this.viewport.scrollTop !== this.ownScrollTop) {
      // A box that grows at the end of its rows is scrolled by the browser, not by the user.
      const isOfResize = this.viewport.clientHeight !== this.height;
      this.knownHeight = undefined;
      this.virtual = toVirtual(this.geometry, this.viewport.scrollTop);
      this.invalidate();
      if (!isOfResize) {
        this.scrolled();
      }
    }
    this.ownScrollTop = undefined;
  }

  /** With a scaled bar the browser's own step would skip thousands of rows. */
  private onWheel(event: WheelEvent): void {
    if (isScaled(this.geometry) && !event.ctrlKey && event.deltaY !== 0) {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
      const page = event.deltaMode === WheelEvent.DOM_DELTA_PAGE;
      this.moveTo(this.virtual + event.deltaY * (page ? this.height : unit));
      this.scrolled();
    }
  }
}
