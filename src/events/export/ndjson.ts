import { jsonValue, type ExportFormat } from './exportRow';

/** One JSON object a line; the first says which columns were left out. */
export function ndjsonFormat(): ExportFormat {
  return {
    begin: (columns, masked) => `${JSON.stringify({ columns, masked })}\n`,
    row: ({ time, fields, ...rest }) =>
      `${JSON.stringify({
        time: time.toString(),
        ...rest,
        fields: Object.fromEntries(fields.map(({ name, value }) => [name, jsonValue(value)])),
      })}\n`,
    end: () => '',
  };
}
