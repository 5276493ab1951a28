/** What one line tells, in this order. Undefined members are left out. */
export type AuditFacts = Readonly<Record<string, string | number | undefined>>;

/** Longer values are cut: a line of the journal ends at 48 KiB, and people read these. */
const MAX_VALUE = 4200;

/**
 * `action name=value …` with values quoted where they need it. Paths and labels come from others: whatever
 * could end the line, the value, or move what a terminal shows is written as `\xHH` of its UTF-8 bytes.
 */
export function auditLine(action: string, facts: AuditFacts): string {
  const members = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quoted(String(value).slice(0, MAX_VALUE))}`],
  );
  return [action, ...members].join(' ');
}

function quoted(value: string): string {
  const plain = value.replace(/[^\x21-\x7e]|["\\]/gu, each =>
    each === ' ' ? each : [...Buffer.from(each)].map(hexEscape).join(''),
  );
  return /^[\w./:@+,-]+$/.test(plain) ? plain : `"${plain}"`;
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
