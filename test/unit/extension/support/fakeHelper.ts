import { HelperError } from '../../../../src/protocol/helperError';
import type { HelperErrorData } from '../../../../src/protocol/errors';
import type { Method, Params, Result } from '../../../../src/protocol/requests';
import type { HelperRequests } from '../../../../src/extension/session/helperAccess';
import { helperProbe } from './sampleProbes';

type Answers = { [M in Method]?: (params: Params<M>) => Result<M> };

/** Answers like the helper, without a kernel: makes every probe it is asked for, unless told what to refuse. */
export class FakeHelper implements HelperRequests {
  readonly asked: { method: Method; params: unknown }[] = [];
  /** Refused instead of made, by label. */
  readonly refused = new Map<string, HelperErrorData>();
  private nextHandle = 1;
  private nextGroup = 1;

  constructor(private readonly answers: Answers = {}) {}

  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    this.asked.push({ method, params });
    const answer = this.answers[method] ?? this.standard[method];
    if (!answer) {
      return Promise.reject(new HelperError({ code: 'internal', message: `No ${method} here` }));
    }
    return Promise.resolve(answer(params));
  }

  /** The methods that were asked, in order. */
  get methods(): Method[] {
    return this.asked.map(({ method }) => method);
  }

  private readonly standard: Answers = {
    create: ({ probes }) => ({
      results: probes.map(probe => {
        const error = this.refused.get(probe.label);
        if (error) {
          return { ok: false as const, error };
        }
        const id = probe.group ?? this.nextGroup++;
        const handle = this.nextHandle++;
        const group = { id, name: `group_${id}` };
        const { kind, label, enable } = probe;
        return {
          ok: true as const,
          probe: helperProbe(handle, { group, kind, label, enabled: enable }),
        };
      }),
    }),
    remove: params => ok(params.handles.length),
    enable: params => ok(params.handles.length),
    disable: params => ok(params.handles.length),
  };
}

function ok(count: number): { results: { ok: true }[] } {
  return { results: Array.from({ length: count }, () => ({ ok: true })) };
}
