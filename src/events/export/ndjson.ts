import { jsonValue, type ExportFacts, type ExportFormat } from './exportRow';

/** One JSON object a line; the first says which columns there are, which are masked, and for how long nothing was captured. */
export function ndjsonFormat({ columns, masked, pauses }: ExportFacts): ExportFormat {
  return {
    begin: () => `${JSON.stringify({ columns, masked, pauses })}\n`,
    row: ({ time, fields, ...rest }) =>
      `${JSON.stringify({
        time: time.toString(),
        ...rest,
        fields: Object.fromEntries(fields.map(({ name, value }) => [name, jsonValue(value)])),
      })}\n`,
    end: () => '',
  };
}
