import { jsonValue, type ExportFormat } from './exportRow';

/**
 * The Trace Event Format that Perfetto and Chrome open: a call with its duration as a complete event
 * (`X`), any other event as an instant (`i`). Times are in µs.
 */
export function chromeTraceFormat(): ExportFormat {
  let isFirst = true;
  return {
    begin: (_, masked) =>
      `{"displayTimeUnit":"ns","otherData":${JSON.stringify({ masked: masked.join(' ') })},"traceEvents":[\n`,
    row({ time, event, took, process, thread, cpu, fields }) {
      const separator = isFirst ? '' : ',\n';
      isFirst = false;
      const end = Number(time) / 1000;
      const args = Object.fromEntries(fields.map(({ name, value }) => [name, jsonValue(value)]));
      return (
        separator +
        JSON.stringify({
          name: event,
          ...(took === undefined
            ? { ph: 'i', s: 't', ts: end }
            : { ph: 'X', ts: end - took / 1000, dur: took / 1000 }),
          pid: Number(/ (\d+)$/.exec(process)?.[1] ?? thread),
          tid: thread,
          args: { ...args, process, cpu },
        })
      );
    },
    end: () => '\n]}\n',
  };
}
