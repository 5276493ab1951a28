import { describe, expect, it } from 'vitest';
import { nodeId } from '../../../src/extension/probesView/probeNodes';
import { Redraws, type Redraw } from '../../../src/extension/probesView/redraws';
import { TreeModel } from '../../../src/extension/probesView/treeModel';
import { OthersStore } from '../../../src/extension/session/othersStore';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { inEnglish } from '../../../src/extension/text/translate';
import { FakeHelper } from './support/fakeHelper';
import { helperProbe, userRequest } from './support/sampleProbes';

/** A tree of two probes, drawn once. */
function drawnTree() {
  const probes = new ProbeStore();
  const others = new OthersStore();
  const clock = { now: 0 };
  probes.add([1, 2].map(handle => ({ request: userRequest('f'), probe: helperProbe(handle) })));
  const style = { t: inEnglish, locale: 'en' };
  const model = new TreeModel(probes, others, style);
  const redraws = new Redraws(model, () => clock.now);
  redraws.next();
  return { probes, others, clock, model, redraws };
}

function ids(redraw: Redraw): string[] | 'all' {
  return redraw === 'all' ? redraw : redraw.map(nodeId);
}

describe('Redraws', () => {
  it('draws again only rows whose text has changed', () => {
    const { probes, redraws } = drawnTree();
    expect(ids(redraws.next())).toEqual([]);
    probes.setCounts([{ handle: 1, hits: 3n }], 0);
    expect(ids(redraws.next())).toEqual(['probe 1']);
    probes.setCounts([{ handle: 1, hits: 3n }], 1000);
    expect(ids(redraws.next())).toEqual([]);
  });

  it('never draws a group again for counts: with it VS Code draws all rows below', () => {
    const { probes, redraws } = drawnTree();
    for (const [time, hits] of [0n, 500n, 2000n].entries()) {
      probes.setCounts(
        [1, 2].map(handle => ({ handle, hits })),
        time * 1000,
      );
      expect(ids(redraws.next())).not.toContain('group /srv/orders');
    }
  });

  it('draws a row again with what is below it when one comes or goes there, and all at the top', async () => {
    const { probes, others, redraws } = drawnTree();
    probes.add([{ request: userRequest('g'), probe: helperProbe(3) }]);
    expect(ids(redraws.next())).toEqual(['group /srv/orders']);
    probes.remove([1]);
    expect(ids(redraws.next())).toEqual(['group /srv/orders']);
    expect(ids(redraws.next())).toEqual([]);
    const events = ['a', 'b', 'c'];
    const helper = new FakeHelper({
      foreign: () => ({
        probes: events.map(event => ({ group: 'perf', event, line: `p:perf/${event} f` })),
      }),
      orphans: () => ({ orphans: [] }),
    });
    await others.refresh(helper);
    expect(ids(redraws.next())).toBe('all');
    events.push('d');
    await others.refresh(helper);
    expect(ids(redraws.next())).toEqual(['foreign']);
    events.length = 1;
    await others.refresh(helper);
    expect(ids(redraws.next())).toEqual(['foreign']);
    probes.remove([2, 3]);
    expect(ids(redraws.next())).toBe('all');
  });

  it('lets the counts of a row stand still while its tooltip is read', () => {
    const { probes, redraws, model, clock } = drawnTree();
    const [group] = model.roots();
    const [first] = model.children(group!);
    redraws.hold(first!, 1000);
    probes.setCounts([{ handle: 1, hits: 3n }], 0);
    probes.setCounts([{ handle: 1, hits: 300n }], 1000);
    expect(ids(redraws.next())).toEqual([]);
    clock.now = 1000;
    expect(ids(redraws.next())).toEqual(['probe 1']);
  });

  it('counts on at once in a row that was changed while it was read', () => {
    const { probes, redraws, model, clock } = drawnTree();
    clock.now = 1;
    redraws.hold(model.children(model.roots()[0]!)[0]!, 1000);
    probes.setState([1], 'stopped');
    redraws.next();
    probes.setState([1], 'armed');
    redraws.next();
    probes.setCounts([{ handle: 1, hits: 3n }], 0);
    expect(ids(redraws.next())).toEqual(['probe 1']);
  });

  it('shows a new state at once, also in a row that is read', () => {
    const { probes, redraws, model } = drawnTree();
    const [group] = model.roots();
    redraws.hold(model.children(group!)[0]!, 1000);
    probes.setState([1], 'stopped');
    expect(ids(redraws.next())).toContain('probe 1');
  });
});

describe('TreeModel', () => {
  it('keeps what was lost in sight, and shows nothing where there is nothing: then a welcome view does', () => {
    const { model, probes } = drawnTree();
    probes.loseAll();
    const [group] = model.roots();
    expect(model.children(group!).map(node => model.row(node)?.description)).toEqual([
      'lost',
      'lost',
    ]);
    expect(model.row(group!)?.context).toContain('groupStartable');
    probes.remove([1, 2]);
    expect(model.roots()).toEqual([]);
  });

  it('lists left-overs and other tools in sections of their own, each once', async () => {
    const { model, others } = drawnTree();
    const owner = 'probescope_u0_p9_x';
    const foreign = [
      { group: 'perf', event: 'open', line: 'p:perf/open f' },
      { group: `${owner}_0123`, event: 'e', line: 'p:… f' },
    ];
    const left = [{ owner, pid: 9, events: 1, lines: ['p:… f'], instance: true }];
    await others.refresh(
      new FakeHelper({
        foreign: ({ from }) =>
          from === 0 ? { probes: foreign.slice(0, 1), next: 1 } : { probes: foreign.slice(1) },
        orphans: () => ({ orphans: left }),
      }),
    );
    const shape = model.roots().map(node => [nodeId(node), model.children(node).map(nodeId)]);
    expect(shape).toEqual([
      ['group /srv/orders', ['probe 1', 'probe 2']],
      ['orphans', [`orphan ${owner}`]],
      ['foreign', ['foreign perf/open']],
    ]);
    const child = model.children(model.roots()[2]!)[0]!;
    expect(model.parent(child)).toBe(model.roots()[2]);
    expect(model.row(child)?.label).toBe('open');
  });

  it('puts several probes of one group of another tool below a row of their own', async () => {
    const { model, others } = drawnTree();
    const foreign = [
      { group: 'perf', event: 'open', line: 'p:perf/open f' },
      { group: 'tool', event: 'a', line: 'p:tool/a f' },
      { group: 'perf', event: 'read', line: 'p:perf/read f' },
    ];
    await others.refresh(
      new FakeHelper({
        foreign: () => ({ probes: foreign }),
        orphans: () => ({ orphans: [] }),
      }),
    );
    const section = model.roots().at(-1)!;
    expect(model.children(section).map(nodeId)).toEqual(['foreign perf', 'foreign tool/a']);
    const [group, single] = model.children(section);
    expect(model.row(group!)).toMatchObject({ label: 'perf', description: '2 probes' });
    expect(model.children(group!).map(nodeId)).toEqual(['foreign perf/open', 'foreign perf/read']);
    expect(model.parent(model.children(group!)[0]!)).toBe(group);
    expect([model.parent(group!), model.parent(single!)]).toEqual([section, section]);
  });

  it('knows a row by identity from one drawing to the next', () => {
    const { model } = drawnTree();
    const [group] = model.roots();
    expect(model.roots()[0]).toBe(group);
    expect(model.children(group!)[1]).toBe(model.children(group!)[1]);
    expect(model.parent(model.children(group!)[1]!)).toBe(group);
  });
});
