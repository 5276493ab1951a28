// npm, patient with a network that fails now and then.
import { setTimeout as delay } from 'node:timers/promises';
import { must } from './run.mjs';

const NETWORK =
  /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ECONNREFUSED|EPIPE|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EINTEGRITY|network|50[0234] /i;

/**
 * Runs npm in `cwd`. A network error is tried again, twice.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function npm(args, cwd, env = process.env) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--fetch-retries=4'];
  for (const pause of [5_000, 20_000, undefined]) {
    try {
      return await must(['npm', ...args, ...quiet], { cwd, env: clean(env), timeout: 400_000 });
    } catch (error) {
      if (pause === undefined || !NETWORK.test(error.message)) {
        throw error;
      }
      await delay(pause);
    }
  }
}

/** Without the npm_* variables of an `npm run` we may be under: some of them would steer the inner npm elsewhere. */
function clean(env) {
  const keep =
    /^npm_config_(nodedir|yes|registry|cache|cafile|userconfig|globalconfig|proxy|https_proxy|noproxy)$/i;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || keep.test(name)),
  );
}
