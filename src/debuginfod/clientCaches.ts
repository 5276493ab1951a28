import { isAbsolute, join } from 'node:path';

/** The environment as far as elfutils' debuginfod client looks at it. */
export type ClientEnvironment = Readonly<
  Partial<Record<'DEBUGINFOD_CACHE_PATH' | 'XDG_CACHE_HOME' | 'HOME', string>>
>;

/** Where elfutils' client keeps what it fetched (debuginfod_find_debuginfo(3)); only read by us. */
export function clientCaches(environment: ClientEnvironment): readonly string[] {
  const { DEBUGINFOD_CACHE_PATH: own, XDG_CACHE_HOME: xdg, HOME: home } = environment;
  if (own) {
    return [own].filter(isAbsolute);
  }
  const cache = xdg ?? (home && join(home, '.cache'));
  const folders = [
    home && join(home, '.debuginfod_client_cache'),
    cache && join(cache, 'debuginfod_client'),
  ];
  return folders.filter(folder => folder !== undefined && isAbsolute(folder)).map(String);
}
