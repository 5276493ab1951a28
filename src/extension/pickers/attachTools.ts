import type { SiteRules } from '../binaries/siteRules';
import type { ScopeService } from '../scope/scopeService';
import type { Attacher } from '../session/attacher';
import type { ProbeStore } from '../session/probeStore';

/** What attaching needs, wherever the functions were chosen. */
export interface AttachTools {
  readonly attacher: Attacher;
  readonly rules: SiteRules;
  /** Whose events are captured: in sight before anything is attached. */
  readonly scope: Pick<ScopeService, 'current'>;
  /** The probes there are, which may tell how often a place is hit. */
  readonly probes: Pick<ProbeStore, 'probes'>;
}
