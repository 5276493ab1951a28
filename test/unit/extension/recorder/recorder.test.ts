import { describe, expect, it } from 'vitest';
import type { FrozenBy, RecorderFacts } from '../../../../src/protocol/capture';
import { HelperError } from '../../../../src/protocol/helperError';
import type { LiveState } from '../../../../src/extension/liveEvents/liveEvents';
import { secondsHeld } from '../../../../src/extension/recorder/holdEstimate';
import { Recorder } from '../../../../src/extension/recorder/recorder';
import { recorderNote, recorderStatus } from '../../../../src/extension/recorder/recorderText';
import type { CaptureChoice } from '../../../../src/extension/session/captureHub';
import { Signal } from '../../../../src/extension/session/signal';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import { inEnglish } from '../../../../src/extension/text/translate';
import { until } from '../../../rigs/poll';
import { FakeHelper } from '../support/fakeHelper';
import { helperProbe, userRequest } from '../support/sampleProbes';

const style = { t: inEnglish, locale: 'en' };
const FREEZE = { handle: 1, filter: 'n == 5', label: 'price_order if n == 5' };

interface Frozen {
  readonly capture: number;
  readonly by: FrozenBy;
  readonly events: number;
  readonly seconds: number;
}

/** A helper with a recorder, whose notifications a test sends. */
class RecordingFakeHelper extends FakeHelper {
  facts: RecorderFacts = { events: 81_234, seconds: 12.4, hasCondition: true };
  private listener: (params: Frozen) => void = () => undefined;

  constructor() {
    super({ recorder: () => this.facts });
  }

  onNotification(_name: unknown, listener: (params: never) => void): { dispose(): void } {
    this.listener = listener as typeof this.listener;
    return { dispose: () => (this.listener = () => undefined) };
  }

  freeze(by: FrozenBy): void {
    this.listener({ capture: 1, by, events: 35, seconds: 0.44 });
  }
}

/** Live events without a worker; `failure` is what the helper answers. */
class FakeLiveEvents {
  private readonly changed = new Signal<undefined>();
  readonly onDidChange = this.changed.event;
  state: LiveState = 'off';
  isRecorder = false;
  readonly asked: CaptureChoice[] = [];
  kept = 0;

  constructor(private readonly failure?: Error) {}

  async record(choice: CaptureChoice): Promise<void> {
    await Promise.resolve();
    this.asked.push(choice);
    if (this.failure) {
      throw this.failure;
    }
    this.isRecorder = true;
    this.enter('on');
  }

  keep(): Promise<void> {
    this.kept++;
    this.enter('off');
    return Promise.resolve();
  }

  enter(state: LiveState): void {
    this.state = state;
    this.changed.fire(undefined);
  }
}

describe('the flight recorder', () => {
  it('says what it holds until its condition freezes it, and then what happened', async () => {
    const helper = new RecordingFakeHelper();
    const live = new FakeLiveEvents();
    const recorder = new Recorder(live, error => expect.fail(String(error)));
    await recorder.start(helper, { bufferKib: 1024, freeze: FREEZE });
    expect(live.asked).toEqual([{ bufferKib: 1024, freeze: { handle: 1, filter: 'n == 5' } }]);
    await until('what it holds is known', () => {
      const { state } = recorder;
      return state.kind === 'recording' && state.events > 0;
    });
    expect(recorderStatus(recorder.state, style)?.words).toBe('Recording, 12 s held');
    expect(recorderNote(recorder.state, style)).toMatch(/the last 12 s \(events: 81,234\)/);
    helper.freeze('condition');
    await until('it is frozen', () => recorder.state.kind === 'frozen');
    expect(live.kept).toBe(1);
    expect(recorderStatus(recorder.state, style)?.words).toMatch(
      /^Frozen by price_order if n == 5 at \d/,
    );
    expect(recorderNote(recorder.state, style)).toMatch(
      /the last 0\.4 s \(events: 35\)\. What was before/,
    );
    // Another capture takes its place.
    live.isRecorder = false;
    live.enter('starting');
    expect(recorder.state).toEqual({ kind: 'off' });
    recorder.dispose();
  });

  it('may be frozen before it is known to run', async () => {
    const helper = new RecordingFakeHelper();
    const live = new FakeLiveEvents();
    const recorder = new Recorder(live, () => undefined);
    const started = recorder.start(helper, { bufferKib: 1024, freeze: FREEZE });
    helper.freeze('condition');
    await started;
    await until('it is frozen', () => recorder.state.kind === 'frozen');
    expect(recorder.state).toMatchObject({ by: 'condition', events: 35 });
    recorder.dispose();
  });

  it('is off again where the kernel does not accept its condition', async () => {
    const refusal = new HelperError({ code: 'invalidInput', message: 'no such field' });
    const recorder = new Recorder(new FakeLiveEvents(refusal), () => undefined);
    await expect(
      recorder.start(new RecordingFakeHelper(), { bufferKib: 1024, freeze: FREEZE }),
    ).rejects.toBe(refusal);
    expect(recorder.state).toEqual({ kind: 'off' });
  });

  it('holds as long as the hits of now need to fill it', () => {
    const store = new ProbeStore();
    store.add([
      {
        request: userRequest('f', { args: [{ name: 'n', fetch: '%di', type: 's32' }] }),
        probe: helperProbe(1),
      },
    ]);
    expect(secondsHeld(1024, store.probes)).toBeUndefined();
    const probes = store.probes.map(probe => ({ ...probe, rate: 10_000 }));
    // 24 bytes each.
    expect(secondsHeld(1024, probes)).toBeCloseTo(1024 / 240 / 1, 0);
  });
});
