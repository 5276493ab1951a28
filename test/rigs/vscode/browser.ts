import { type Browser, chromium } from 'playwright-core';

/** Chromium crashes when a D-Bus it joined goes away, as the polkit rig's does: it gets none. */
const NO_BUS = 'unix:path=/nonexistent';

const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Debian's Chromium, headless. `CHROMIUM` names another one. */
export function launchBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    // Root cannot use the sandbox.
    args: root ? [...SWITCHES, '--no-sandbox'] : SWITCHES,
    env: {
      ...(process.env as Record<string, string>),
      DBUS_SESSION_BUS_ADDRESS: NO_BUS,
      DBUS_SYSTEM_BUS_ADDRESS: NO_BUS,
    },
  });
}
