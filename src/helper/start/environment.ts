import type { Environment } from './userId';

/**
 * Takes what the helper needs of its surroundings and drops the rest: nothing it inherits (variables,
 * folder, file mode mask) has a say in what it does later.
 */
export function takeEnvironment(): Environment {
  const taken = { ...process.env };
  for (const name of Object.keys(process.env)) {
    Reflect.deleteProperty(process.env, name);
  }
  process.chdir('/');
  process.umask(0o077);
  return taken;
}
