import type { Message } from 'vscode-jsonrpc';
import { FrameError } from './frames';

/** Longest text an id of a request may have. */
const MAX_ID_LENGTH = 64;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The id of a request or response. */
export type MessageId = string | number;

/** What is asked for or told. */
interface Call {
  readonly method: string;
  readonly params: unknown;
}

/** What a payload of the JSON channel turned out to be. */
export type Envelope =
  | (Call & { readonly kind: 'request'; readonly id: MessageId; readonly message: Message })
  | (Call & { readonly kind: 'notification'; readonly message: Message })
  | { readonly kind: 'response'; readonly id: MessageId | null; readonly message: Message };

/**
 * Reads one JSON-RPC 2.0 message. Batches are not spoken. Only the envelope is looked at here;
 * parameters and results have schemas of their own.
 * Throws {@link FrameError} `badJson` or `badMessage`.
 */
export function parseEnvelope(payload: Uint8Array): Envelope {
  const value = parseJson(payload);
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') {
    throw new FrameError('badMessage', 'not a JSON-RPC 2.0 message');
  }
  const message = value as unknown as Message;
  const { method, id, params } = value;
  if (method === undefined) {
    return { kind: 'response', id: responseId(value), message };
  }
  if (typeof method !== 'string') {
    throw new FrameError('badMessage', 'the method is not a string');
  }
  checkParams(params);
  if (id === undefined) {
    return { kind: 'notification', method, params, message };
  }
  if (!isId(id)) {
    throw new FrameError('badMessage', 'the id is neither a short string nor a safe integer');
  }
  return { kind: 'request', id, method, params, message };
}

/** Whether a JSON value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isId(id: unknown): id is MessageId {
  return (
    Number.isSafeInteger(id) ||
    (typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH)
  );
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(payload));
  } catch (error) {
    throw new FrameError('badJson', `not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Parameters travel by name in this protocol; vscode-jsonrpc sends `null` for none. */
function checkParams(params: unknown): void {
  if (params !== undefined && params !== null && !isRecord(params)) {
    throw new FrameError('badMessage', 'the parameters are not an object');
  }
}

function responseId(value: Record<string, unknown>): MessageId | null {
  const id = value['id'];
  const hasResult = Object.hasOwn(value, 'result');
  const hasError = isRecord(value['error']);
  if ((id !== null && !isId(id)) || hasResult === hasError) {
    throw new FrameError('badMessage', 'neither a request nor a response');
  }
  return id;
}
