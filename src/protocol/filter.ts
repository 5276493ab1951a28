import * as v from 'valibot';
import { Handle } from './scalars';

/** Longest filter, in characters; the kernel takes 4095 bytes (`event_filter_write()`). */
export const MAX_FILTER = 4095;

/**
 * Which records of an event the kernel keeps, in its own words, such as `qty > 3 && comm == "orders"`
 * (`Documentation/trace/events.rst`). One line; the kernel checks the rest.
 */
export const Filter = v.pipe(
  v.string(),
  v.maxLength(MAX_FILTER),
  v.check(text => text.trim() !== '', 'empty'),
  v.check(text => !/[\u0000-\u001f\u007f]/.test(text), 'control character'),
);

/** The request that changes a probe's filter; part of the list in `requests.ts`. */
export const filterRequests = {
  /** Sets a probe's filter; null takes it away. */
  filter: {
    params: v.strictObject({ handle: Handle, filter: v.nullable(Filter) }),
    result: v.strictObject({ filter: v.nullable(v.string()) }),
  },
} as const;
