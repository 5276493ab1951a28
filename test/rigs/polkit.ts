import { rm, writeFile } from 'node:fs/promises';
import { lock } from '../../scripts/cache.mjs';
import { command } from './command';
import { machineMayChange, MACHINE_STAYS, type ProcessIdentity } from './machine';
import { type AgentAnswer, PolkitAgent } from './polkit/agent';
import { SystemBus } from './polkit/systemBus';
import { TestUser } from './polkit/testUser';
import { UndoLog } from './polkit/undoLog';
import { until } from './poll';

/** What polkit's rules say when the test user calls pkexec; `ask` is no rule at all: an agent must ask for a password. */
export type PolkitAnswer = 'yes' | 'no' | 'ask';

/** `pkexec` of any program, and of the installed helper. */
const ACTIONS = ['org.freedesktop.policykit.exec', 'org.probescope.helper'];
const STATE = '/run/probescope-rig/undo.json';
const RULES = '/etc/polkit-1/rules.d/10-probescope-rig.rules';
const SUDOERS = '/etc/sudoers.d/probescope-rig';

/** `pkcheck`'s exit code for each answer, without an agent. */
const PKCHECK = { yes: 0, no: 1, ask: 2 } as const;

/**
 * A real polkit on a real system D-Bus, and an ordinary user to ask it. One at a time on a machine: `start` waits for
 * another suite's to stop. `stop` takes everything back; what a killed run left is taken back by the next `start`.
 */
export class PolkitRig {
  private agents: PolkitAgent[] = [];

  private constructor(
    readonly user: TestUser,
    private readonly bus: SystemBus,
    private readonly log: UndoLog,
    private readonly release: () => void,
  ) {}

  static async start(): Promise<PolkitRig> {
    if (!machineMayChange()) {
      throw new Error(`The polkit rig is not allowed here: ${MACHINE_STAYS}`);
    }
    const release = await lock(STATE);
    try {
      const log = await UndoLog.open(STATE);
      await log.fileAt(RULES);
      await log.fileAt(SUDOERS);
      const user = await TestUser.add('probe_dev', log);
      const bus = await SystemBus.start(log);
      return new PolkitRig(user, bus, log, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Sets polkit's answer and waits until polkitd gives it. Agents started before are forgotten. */
  async answer(answer: PolkitAnswer): Promise<void> {
    if (answer === 'ask') {
      await rm(RULES, { force: true });
    } else {
      const condition = `${JSON.stringify(ACTIONS)}.indexOf(action.id) >= 0 && subject.user === '${this.user.name}'`;
      const result = `return polkit.Result.${answer.toUpperCase()};`;
      await writeFile(
        RULES,
        `polkit.addRule(function (action, subject) { if (${condition}) { ${result} } });\n`,
      );
    }
    await this.bus.readRules();
    await until(`polkit answers ${answer}`, async () => (await this.ask()) === PKCHECK[answer]);
  }

  /** Starts an agent that dismisses or fails; programs started by its `argv` are served by it. Use with answer('ask'). */
  async agent(answer: AgentAnswer): Promise<PolkitAgent> {
    const agent = await PolkitAgent.start(answer, this.user, this.log);
    this.agents.push(agent);
    return agent;
  }

  /**
   * Replaces our sudoers drop-in, e.g. `['probe_dev ALL=(root) NOPASSWD: /bin/bash']`; no lines remove it.
   * The lines are checked first: a broken file would lock everyone out of sudo.
   */
  async sudoers(...lines: readonly string[]): Promise<void> {
    await rm(SUDOERS, { force: true });
    if (lines.length === 0) {
      return;
    }
    const text = `${lines.join('\n')}\n`;
    const { code, stdout, stderr } = await command(['visudo', '-c', '-f', '-'], { input: text });
    if (code !== 0) {
      throw new Error(`Not sudoers lines: ${stdout}${stderr}`);
    }
    await writeFile(SUDOERS, text, { mode: 0o440 });
  }

  /** The daemons that this rig started. */
  get daemons(): readonly ProcessIdentity[] {
    return this.log.processes;
  }

  async stop(): Promise<void> {
    try {
      await Promise.all(this.agents.map(agent => agent.stop()));
      this.agents = [];
      await this.user.endProcesses();
      await this.log.undo();
    } finally {
      this.release();
    }
  }

  /** What `pkcheck` says about a fresh process of the user. */
  private async ask(): Promise<number> {
    const script =
      'pkcheck --action-id org.freedesktop.policykit.exec --process $$ >/dev/null 2>&1; echo $?';
    const { stdout } = await command(this.user.argv(['sh', '-c', script]));
    return Number(stdout);
  }
}
