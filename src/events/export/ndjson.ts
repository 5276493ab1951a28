import { jsonValue, type ExportFacts, type ExportFormat } from './exportRow';

/** One JSON object a line; the first says which columns there are, and which are masked. */
export function ndjsonFormat({ columns, masked }: ExportFacts): ExportFormat {
  return {
    begin: () => `${JSON.stringify({ columns, masked })}\n`,
    row: ({ time, fields, ...rest }) =>
      `${JSON.stringify({
        time: time.toString(),
        ...rest,
        fields: Object.fromEntries(fields.map(({ name, value }) => [name, jsonValue(value)])),
      })}\n`,
    end: () => '',
  };
}
