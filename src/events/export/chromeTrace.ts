import { jsonValue, type ExportFacts, type ExportFormat } from './exportRow';

/**
 * The Trace Event Format that Perfetto and Chrome open: a call with its duration as a complete event
 * (`X`), any other event as an instant (`i`), and the names of processes as metadata (`M`). Times are in
 * µs after the capture's begin: since the epoch they would have more digits than a number holds.
 */
export function chromeTraceFormat({ zero, masked, pauses }: ExportFacts): ExportFormat {
  const named = new Set<number>();
  let isFirst = true;
  const line = (event: Readonly<Record<string, unknown>>): string => {
    const separator = isFirst ? '' : ',\n';
    isFirst = false;
    return separator + JSON.stringify(event);
  };
  return {
    begin: () =>
      `{"displayTimeUnit":"ns","otherData":${JSON.stringify({
        masked: masked.join(' '),
        begin_ns: zero.toString(),
        ...(pauses && { not_captured_ms: pauses.reduce((sum, { ms }) => sum + ms, 0) }),
      })},"traceEvents":[\n`,
    row({ time, event, took, process, thread, cpu, fields }) {
      const [, name = '', number] = /^(.*) (\d+)$/s.exec(process) ?? [];
      const pid = Number(number ?? thread);
      const isNew = name !== '' && !named.has(pid);
      if (isNew) {
        named.add(pid);
      }
      const end = Number(time - zero);
      const args = Object.fromEntries(fields.map(each => [each.name, jsonValue(each.value)]));
      return (
        (isNew ? line({ name: 'process_name', ph: 'M', pid, tid: pid, args: { name } }) : '') +
        line({
          name: event,
          ...(took === undefined
            ? { ph: 'i', s: 't', ts: end / 1000 }
            : { ph: 'X', ts: (end - took) / 1000, dur: took / 1000 }),
          ...{ pid, tid: thread, args: { ...args, process, cpu } },
        })
      );
    },
    end: () => '\n]}\n',
  };
}
