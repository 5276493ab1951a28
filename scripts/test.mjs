// npm test [-- PART…] [--rigs]: everything CI runs, or the named parts. Starts with Node alone and installs what is missing.
// --rigs allows what changes the machine: a test user, D-Bus, polkit rules. CI=true allows it too.
import { fileURLToPath } from 'node:url';
import { ensurePackages, howToInstall, missingPackages, packagesOf } from './debianPackages.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { exitOnSignals } from './run.mjs';
import { Summary } from './summary.mjs';
import { PREPARATIONS, selectParts } from './testParts.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--rigs')) {
    process.env.PROBESCOPE_RIGS = '1';
  }
  const parts = selectParts(args.filter(arg => !arg.startsWith('--')));
  const summary = new Summary(process.env.CI === 'true');
  const names = parts.map(part => part.name);
  const packages = ensurePackages(packagesOf(names));
  await ensureDependencies();
  const prepared = prepareAll(parts, packages);
  const context = { root: ROOT, env: {}, passed: new Set() };
  const inTurn = async some => {
    for (const part of some) {
      await runPart(part, context, prepared, summary, packages);
    }
  };
  const aside = parts.filter(({ beside }) => names.includes(beside));
  const meanwhile = [];
  for (const part of parts.filter(each => !aside.includes(each))) {
    meanwhile.push(inTurn(aside.filter(({ beside }) => beside === part.name)));
    await inTurn([part]);
  }
  await Promise.all(meanwhile);
  const missing = await missingPackages(packagesOf(names));
  if (missing.length > 0) {
    console.log(
      `\nTo run what was skipped, install what is missing:\n${await howToInstall(missing)}`,
    );
  }
  console.log(summary.lastLines());
  process.exit(summary.failures > 0 ? 1 : 0);
}

/** Starts what the parts that can run need to have prepared, one after another, beside the parts that need nothing. */
function prepareAll(parts, packages) {
  const prepared = {};
  let before = packages;
  for (const [name, prepare] of Object.entries(PREPARATIONS)) {
    const users = parts.filter(part => part.prepare?.includes(name));
    const ifWanted = async () => {
      const obstacles = await Promise.all(users.map(part => obstacleTo(part, packages)));
      return obstacles.includes(undefined) ? prepare() : undefined;
    };
    const ready = before.then(ifWanted, ifWanted);
    // A failure is reported by the part that waits for it.
    ready.catch(() => {});
    prepared[name] = ready;
    before = ready;
  }
  return prepared;
}

async function runPart(part, context, prepared, summary, packages) {
  const started = Date.now();
  const waited = () => Date.now() - started;
  const unable = await obstacleTo(part, packages);
  if (unable !== undefined) {
    const skipped = [{ name: part.name, reason: unable }];
    summary.add(part.name, waited(), 0, { passed: 0, failed: [], skipped });
    return;
  }
  const lack = await lackOf(part, packages);
  const without = lack ? part.spare : [];
  try {
    await Promise.all((part.prepare ?? []).map(name => prepared[name]));
    const prepareTime = waited();
    const outcome = await part.run({ ...context, without });
    outcome.skipped.push(...without.map(name => ({ name, reason: lack })));
    if (outcome.failed.length === 0) {
      context.passed.add(part.name);
    }
    summary.add(part.name, waited() - prepareTime, prepareTime, outcome);
  } catch (error) {
    const failed = [{ name: `${part.name} could not run`, detail: error.stack ?? String(error) }];
    summary.add(part.name, waited(), 0, { passed: 0, failed, skipped: [] });
  }
}

/** Why a part cannot run here. */
async function obstacleTo(part, packages) {
  return (part.spare ? undefined : await lackOf(part, packages)) ?? part.unable?.();
}

/** What a part needs and this machine lacks. Only a part that needs packages waits for them. */
async function lackOf(part, packages) {
  const wanted = packagesOf([part.name]);
  const missing =
    wanted.length > 0 ? await packages.then(all => all.filter(name => wanted.includes(name))) : [];
  return missing.length > 0 ? `it needs ${missing.join(', ')}` : undefined;
}

exitOnSignals();
await main();
