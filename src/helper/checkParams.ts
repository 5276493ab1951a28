import * as v from 'valibot';
import { isRecord } from '../protocol/envelope';
import { requests, type Method, type Requests } from '../protocol/requests';
import { Refusal } from './refusal';

/** How deep parameters may be nested; a filter of a probe of a batch is some six deep. */
const MAX_DEPTH = 32;

export type CheckedParams<M extends Method> = v.InferOutput<Requests[M]['params']>;

export function isMethod(text: string): text is Method {
  return Object.hasOwn(requests, text);
}

/** The parameters of a request as its schema has them. Throws {@link Refusal} `badRequest`. */
export function checkParams<M extends Method>(method: M, params: unknown): CheckedParams<M> {
  if (!isRecord(params) || hasInheritedKey(params)) {
    throw new Refusal('badRequest', `The parameters of ${method} are not as agreed.`);
  }
  const parsed = v.safeParse(requests[method].params, params, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const at = v.getDotPath(issue) ?? 'parameters';
    throw new Refusal('badRequest', `${method}: ${at} is not as agreed (${issue.message}).`);
  }
  return parsed.output;
}

/**
 * Whether some object has a key like `__proto__` or `constructor`: a strict schema looks keys up
 * with `in`, so it does not refuse those that every object inherits. What is nested deeper than any
 * request counts as such: to walk it to its end takes more stack than there may be.
 */
function hasInheritedKey(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return (
    depth > MAX_DEPTH ||
    Object.entries(value).some(
      ([key, item]) => key in Object.prototype || hasInheritedKey(item, depth + 1),
    )
  );
}
