/** How times of events are shown: UTC, or since the capture began. */
export class TimeText {
  /** Time 0 in ms since the epoch; without it times are relative. */
  epoch: number | undefined;
  isRelative = false;

  /** @param time ns after time 0 */
  text(time: number): string {
    if (this.isRelative || this.epoch === undefined) {
      return (time / 1e9).toFixed(6);
    }
    // 14:02:11.004217, as the date stands in the details.
    return utc(this.epoch, time).slice(11, 26);
  }

  /** To the second. */
  short(time: number): string {
    return this.isRelative || this.epoch === undefined
      ? `${Math.round(time / 1e9)} s`
      : new Date(this.epoch + time / 1e6).toISOString().slice(11, 19);
  }

  /** With its date, also where others are relative. */
  long(time: number): string {
    return this.epoch === undefined ? this.text(time) : utc(this.epoch, time);
  }
}

/** `2026-11-24T14:02:11.004217Z` */
function utc(epoch: number, time: number): string {
  const ms = Math.floor(epoch + time / 1e6);
  const micros = Math.max(0, Math.floor((epoch * 1e3 + time / 1e3) % 1000));
  return `${new Date(ms).toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}Z`;
}

/** `412 ns`, `41.2 µs`, `1.2 ms`, `3 s`; empty where it is not known. */
export function durationText(ns: number | undefined): string {
  if (ns === undefined) {
    return '';
  }
  const steps: readonly [number, string][] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ];
  for (const [size, unit] of steps) {
    if (ns >= size) {
      const value = ns / size;
      return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
    }
  }
  return `${Math.round(ns)} ns`;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, ns: 1, µs: 1e3, us: 1e3, ms: 1e6, s: 1e9 };

/** `1.5 ms` in ns; a text that is no duration stays what it is, and fits nothing. */
export function nanoseconds(text: string): string {
  const [, number, unit = ''] = /^(\d+(?:[.,]\d+)?)\s*([µμu]s|[nm]?s)?$/.exec(text.trim()) ?? [];
  const size = UNITS[unit.replace('μ', 'µ')];
  return number === undefined || size === undefined
    ? text.trim()
    : String(Math.round(Number(number.replace(',', '.')) * size));
}
