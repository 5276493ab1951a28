const MAX_SERVERS = 16;

/**
 * The servers to ask, in order and each once: those of the setting, then those of `DEBUGINFOD_URLS`, which
 * are separated by white space (debuginfod(8)). What is no http or https URL is left out; so is one with a
 * password in it, which would be shown.
 *
 * @returns base URLs without a slash at the end
 */
export function serverUrls(
  configured: readonly string[],
  environment: string | undefined,
): readonly string[] {
  const texts = [...configured, ...(environment ?? '').split(/\s+/)];
  const urls = texts.map(baseUrl).filter(url => url !== undefined);
  return [...new Set(urls)].slice(0, MAX_SERVERS);
}

function baseUrl(text: string): string | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !isHttp(url) || url.username !== '' || url.password !== '') {
    return undefined;
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

export function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}
