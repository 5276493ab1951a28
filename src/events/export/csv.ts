import type { Value } from '../column';
import type { ExportFacts, ExportFormat, ExportRow } from './exportRow';

const COMMON = ['time_ns', 'event', 'took_ns', 'process', 'thread', 'cpu'];

/**
 * Comma-separated values (RFC 4180) with a line of names: one column for each field that any event has.
 * The name of a column that is masked says so.
 */
export function csvFormat({ columns, masked }: ExportFacts): ExportFormat {
  const hidden = new Set(masked);
  return {
    begin: () =>
      line([...COMMON, ...columns].map(name => (hidden.has(name) ? `${name} (masked)` : name))),
    row(row) {
      const values = new Map(row.fields.map(({ name, value }) => [name, value]));
      return line([
        ...common(row),
        ...columns.map(name => (values.has(name) ? textOf(values.get(name) ?? null) : '')),
      ]);
    },
    end: () => '',
  };
}

function common({ time, event, took, process, thread, cpu }: ExportRow): string[] {
  return [
    time.toString(),
    event,
    took === undefined ? '' : String(took),
    process,
    String(thread),
    String(cpu),
  ];
}

function textOf(value: Value): string {
  return Array.isArray(value)
    ? value.map(each => textOf(each as Value)).join(' ')
    : String(value ?? '(fault)');
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * A spreadsheet takes text that begins so for a formula, and runs it; an apostrophe makes it text.
 * Numbers may begin with a minus. A terminal obeys control characters: they are told by number.
 */
function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r\n]/.test(text) && !/^-\d+$/.test(text);
  const safe = (isFormula ? `'${text}` : text).replace(
    /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g,
    control => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
