import { MAX_MESSAGE } from '../protocol/batches';
import type { HelperErrorData, KernelLog } from '../protocol/errors';
import { TracefsError } from '../tracefs';
import { Refusal } from './refusal';

/** What the extension is told of a failure. */
export function errorData(error: unknown): HelperErrorData {
  if (error instanceof Refusal) {
    return { code: error.code, message: clip(error.message), ...error.details };
  }
  if (error instanceof TracefsError) {
    return {
      code: error.code,
      message: clip(error.message),
      ...(error.errno === undefined ? {} : { errno: error.errno }),
      ...(error.line === undefined ? {} : { line: error.line }),
      ...(error.log === undefined ? {} : { log: kernelLog(error.log) }),
    };
  }
  return {
    code: 'internal',
    message: clip(error instanceof Error ? error.message : String(error)),
  };
}

function kernelLog(log: NonNullable<TracefsError['log']>): KernelLog {
  return { text: clip(log.text), column: log.column, command: log.command };
}

function clip(text: string): string {
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE - 1)}…`;
}
