import { describe, expect, it } from 'vitest';
import { virtualMs } from '../trace/ids.ts';
import { defaultSettings } from '../trace/settings.ts';
import type { Trace } from '../trace/events.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Check, Lesson, SourceFiles } from './lesson.ts';
import { TraceWriter } from './trace-writer.fixture.ts';
import { verifyLesson } from './verify-lesson.ts';
import type { RunProgram } from './verify-lesson.ts';

const scenario = (delayMs: number): Scenario => ({
  seed: 1,
  settings: { ...defaultSettings, replication: { ...defaultSettings.replication, delayMs } },
  people: [],
});

/** A program's one file says how late its page is: that many ms, as many as the delay is, or `stop`: its code is stopped. */
const program = (lateness: string, template = 'order'): SourceFiles => ({ 'views.ts': `${lateness} ${template}` });

const stop: Trace[number] = {
  type: 'code stopped',
  at: virtualMs(60),
  error: { name: 'NeverYields', message: 'It never yields.' },
};

const run: RunProgram = async ({ files }, { settings }) => {
  const [lateness, template] = files['views.ts']!.split(' ');
  if (lateness === 'stop') return [stop];
  const ms = lateness === 'delay' ? settings.replication.delayMs : Number(lateness);
  const writer = new TraceWriter();
  writer.request('Ana', 'GET', '/', 0).responds(ms, { template: template! });
  return writer.trace;
};

const noLaterThan = (id: string, limitMs: number): Check => ({
  id,
  title: `Every page comes within ${limitMs} ms.`,
  judge: (trace: Trace) => {
    const event = trace.findIndex(({ at }) => at > limitMs);
    return event === -1 ? { kind: 'holds' } : { kind: 'broken', story: [`It took ${trace[event]!.at} ms.`], event };
  },
});

const lesson: Lesson = {
  id: '01-late',
  title: 'Late',
  summary: '',
  minutes: 1,
  chapter: '',
  afterSolving: 0,
  hints: [],
  steps: [],
  schemaSql: '',
  replication: 'logical',
  given: { 'models.ts': '' },
  starter: program('delay'),
  solution: program('10'),
  alsoRight: [{ name: 'other', files: program('20') }],
  wrong: [{ name: 'slow', html: '', rejectedBy: 'prompt', files: program('600') }],
  templates: { order: '' },
  django: '',
  scenario: scenario(800),
  hidden: [{ name: 'long', scenario: scenario(5_000) }],
  checks: [noLaterThan('prompt', 500), noLaterThan('soon', 1_000)],
};

describe('a lesson holds', () => {
  it('when the starter fails, the right ones pass, the wrong ones are rejected, and runs repeat', async () => {
    expect(await verifyLesson(lesson, run)).toEqual([]);
  });

  it('only if the whole program is run, what is given included', async () => {
    const seen = new Set<string>();
    await verifyLesson(lesson, (one, scenarioToRun) => {
      for (const name of Object.keys(one.files)) seen.add(name);
      return run(one, scenarioToRun);
    });
    expect([...seen].toSorted()).toEqual(['models.ts', 'views.ts']);
  });
});

describe('a lesson does not hold', () => {
  const cases: readonly [string, Partial<Lesson>, string][] = [
    [
      'when the starter passes under the schedule that is seen',
      { scenario: scenario(5), hidden: [{ name: 'long', scenario: scenario(5_000) }] },
      'The starter passes every check under the schedule that the learner sees.',
    ],
    [
      'when the solution fails under a hidden schedule',
      { solution: program('delay'), scenario: scenario(5) },
      'solution is rejected by prompt, under "long": It took 5000 ms.',
    ],
    [
      'when an also-right solution fails',
      { alsoRight: [{ name: 'other', files: program('700') }] },
      'also-right/other is rejected by prompt, under "the schedule of the lesson": It took 700 ms.',
    ],
    [
      'when a wrong solution is rejected by another check than the one it names',
      { wrong: [{ name: 'slow', html: '', rejectedBy: 'soon', files: program('600') }] },
      'wrong/slow is not rejected by soon, only by prompt.',
    ],
    [
      'when a wrong solution passes',
      { wrong: [{ name: 'slow', html: '', rejectedBy: 'soon', files: program('60') }] },
      'wrong/slow is not rejected by soon, nor by any other check.',
    ],
    [
      'when a wrong solution is stopped, and that is all that is wrong with it',
      { wrong: [{ name: 'endless', html: '', rejectedBy: 'soon', files: program('stop') }] },
      'wrong/endless is stopped, and soon has nothing against it before that.',
    ],
    [
      'when a page has no template',
      { solution: program('10', 'receipt') },
      'A view renders receipt, and there is no templates/receipt.html.',
    ],
  ];
  it.each(cases)('%s', async (_name, changed, problem) => {
    expect(await verifyLesson({ ...lesson, ...changed }, run)).toContain(problem);
  });

  it('when two runs differ, and it says where', async () => {
    let runs = 0;
    const drifting: RunProgram = async (one, tried) => {
      const [first, ...rest] = await run(one, tried);
      return [{ ...first!, at: virtualMs(runs++) }, ...rest];
    };
    const problems = await verifyLesson(lesson, drifting);
    expect(problems).toContainEqual(
      expect.stringMatching(/^Two runs of the solution under "long" differ at event 0: \{.*"at":\d+.* and \{/),
    );
  });
});
