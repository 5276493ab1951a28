import { DebuginfodError } from './debuginfodError';
import type { Limits } from './limits';
import { isHttp } from './serverUrls';
import type { StallTimer } from './stallTimer';

const REDIRECTIONS = [301, 302, 303, 307, 308];

/**
 * GETs a URL and follows redirections, from https never to http. Gives a response with status 200.
 * Throws DebuginfodError, or what `fetch` throws.
 */
export async function request(
  server: string,
  path: string,
  limits: Limits,
  timer: StallTimer,
  signal: AbortSignal,
): Promise<Response> {
  let url = new URL(server + path);
  for (let hops = 0; hops <= limits.redirects; hops++) {
    timer.awaitAnswer(limits.answerMs);
    const headers = { 'user-agent': 'probescope' };
    const response = await fetch(url, { redirect: 'manual', headers, signal });
    if (response.status === 200) {
      return response;
    }
    // Without this the connection would stay busy with a body that nobody reads.
    await response.body?.cancel().catch(() => undefined);
    if (!REDIRECTIONS.includes(response.status)) {
      throw refusedStatus(response.status, server);
    }
    url = nextUrl(url, response.headers.get('location'), server);
  }
  throw new DebuginfodError('redirect', 'The server redirects without an end', server);
}

function refusedStatus(status: number, server: string): DebuginfodError {
  return status === 404
    ? new DebuginfodError('notFound', 'The server does not have it', server)
    : new DebuginfodError('status', `The server answered with status ${status}`, server);
}

/** Where a redirection leads. Throws DebuginfodError for what is not followed. */
export function nextUrl(from: URL, location: string | null, server: string): URL {
  const to = location !== null && URL.canParse(location, from.href) && new URL(location, from.href);
  if (!to || !isHttp(to) || (from.protocol === 'https:' && to.protocol === 'http:')) {
    throw new DebuginfodError('redirect', 'The server redirects to what is not followed', server);
  }
  return to;
}
