/**
 * Browsers cap the height of an element (Chromium near 16.7 million px on some displays), which a
 * million rows exceed. Past a limit the scrollable height is capped and positions are scaled.
 */
export interface ScrollGeometry {
  /** Height of all rows, in px. */
  readonly full: number;
  /** Height given to the scrollable element, in px. */
  readonly scrollable: number;
  readonly viewport: number;
}

/** Well below every known cap. */
export const MAX_SCROLL_HEIGHT = 8_000_000;

export function scrollGeometry(
  rows: number,
  rowHeight: number,
  viewport: number,
  limit = MAX_SCROLL_HEIGHT,
): ScrollGeometry {
  const full = rows * rowHeight;
  return { full, scrollable: Math.min(full, Math.max(limit, viewport)), viewport };
}

/** Whether a pixel of the scroll bar stands for more than a pixel of rows. */
export function isScaled(geometry: ScrollGeometry): boolean {
  return geometry.scrollable < geometry.full;
}

/** Position among all rows, in px from the top, for a `scrollTop`. */
export function toVirtual(geometry: ScrollGeometry, scrollTop: number): number {
  return clampVirtual(geometry, scrollTop * ratio(geometry));
}

/** The `scrollTop` that shows a position. */
export function toScrollTop(geometry: ScrollGeometry, virtual: number): number {
  return clampVirtual(geometry, virtual) / ratio(geometry);
}

export function clampVirtual(geometry: ScrollGeometry, virtual: number): number {
  return Math.min(Math.max(0, virtual), Math.max(0, geometry.full - geometry.viewport));
}

function ratio({ full, scrollable, viewport }: ScrollGeometry): number {
  return scrollable > viewport ? (full - viewport) / (scrollable - viewport) : 1;
}
