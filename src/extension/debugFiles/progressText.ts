import type { Translate } from '../text/translate';

const MEGA = 1e6;

/** `3.2 of 10.0 MB from https://…`; without the whole where the server does not say. */
export function progressText(
  server: string,
  received: number,
  total: number | undefined,
  t: Translate,
): string {
  const mega = (bytes: number): string => (bytes / MEGA).toFixed(1);
  return total === undefined
    ? t('{0} MB from {1}', mega(received), server)
    : t('{0} of {1} MB from {2}', mega(received), mega(total), server);
}
