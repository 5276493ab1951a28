import { Audit } from './audit/audit';
import { Journal } from './audit/journal';
import { KernelAddresses, Tracefs } from '../tracefs';
import { Captures } from './capture/captures';
import { Guard } from './guard/guard';
import type { Log } from './log';
import type { OwnerName } from './ownerName';
import { PrivateInstance } from './privateInstance';
import { Proof } from './proof';
import { ProbeTable } from './probeTable';
import { OpenFiles } from './processFiles/openFiles';
import { RateLimit } from './rateLimit';
import { ProcessScope } from './scope/processScope';
import { Stacks } from './stacks';
import { StaleCache } from './staleCache';
import type { Credentials } from './start/credentials';

/** Walks over all processes in a second. */
const MAPPER_WALKS = 2;

/** What the operations of one connection share. */
export class HelperState {
  readonly probes: ProbeTable;
  readonly instance: PrivateInstance;
  readonly captures: Captures;
  readonly guard: Guard;
  readonly audit: Audit;
  readonly proof: Proof;
  readonly scope: ProcessScope;
  readonly stacks = new Stacks();
  readonly kernelAddresses = new StaleCache(() => KernelAddresses.read());
  readonly kernelFunctions = new StaleCache(async () => (await this.tracefs()).kernelFunctions());
  readonly staticEvents = new StaleCache(async () => (await this.tracefs()).staticEvents());
  readonly openFiles = new OpenFiles();
  /** How often it may be asked who runs files. */
  readonly mapperRate = new RateLimit(MAPPER_WALKS);
  private found: Tracefs | undefined;

  constructor(
    readonly owner: OwnerName,
    readonly user: Credentials,
    readonly log: Log,
  ) {
    this.probes = new ProbeTable(owner.name);
    this.instance = new PrivateInstance(owner.name, log);
    this.scope = new ProcessScope(user.uid, log);
    this.captures = new Captures(log, () => {
      this.scope.close();
    });
    this.guard = new Guard(log);
    this.proof = new Proof(owner);
    this.audit = new Audit(user.uid, new Journal(word => log.warn(`not in the journal: ${word}`)));
  }

  /** Looked for until it is there, as it may be mounted later. Throws `TracefsError` `notMounted`. */
  async tracefs(): Promise<Tracefs> {
    this.found ??= await Tracefs.discover();
    return this.found;
  }
}

/** One request under way. */
export interface Task {
  /** Whether the caller has cancelled it or the connection ends: what is not begun is left. */
  readonly isStopped: () => boolean;
  /** Tells the caller how far it is. */
  readonly progress: (done: number, total: number) => void;
}
