import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../trace/settings.ts';
import { assembleLesson } from './assemble-lesson.ts';
import type { LessonModules } from './assemble-lesson.ts';
import { InvalidLesson } from './lesson-problem.ts';

const scenario = { seed: 1, settings: defaultSettings, people: [] };
const modules: LessonModules = {
  scenario,
  hidden: [{ name: 'no delay', scenario }],
  checks: [{ id: 'sees-own-order', title: 'Ana sees her order.', judge: () => ({ kind: 'holds' }) }],
};
const lessonMd = `---
title: The order
summary: Ana buys juice.
minutes: 10
tabs: [views.ts, router.ts]
chapter: Reading
---

## Look

At **both** nodes.

## Mend it

<details>
<summary>Why?</summary>

Use \`using\`.

</details>
`;
const hintsMd = `## A nudge

Who reads, and *where*?

## Nearly the answer

\`using('default')\`
`;
const files = {
  'lesson.md': lessonMd,
  'hints.md': hintsMd,
  'schema.sql': 'create table shop_order (id int primary key);',
  'given/models.ts': 'export class Order {}',
  'starter/router.ts': 'starter',
  'starter/views.ts': 'views',
  'solution/router.ts': 'solution',
  'also-right/by-view/views.ts': 'other views',
  'wrong/sleep/router.ts': 'sleep',
  'wrong/sleep/wrong.md': '---\nrejectedBy: sees-own-order\n---\nIt is *slow*.\n',
  'templates/order.html': '<h1>{{ order.id }}</h1>',
  'django.py': 'class DbRouter: ...',
};

const problemsOf = (
  changed: Record<string, string | undefined>,
  exported: Partial<LessonModules> = modules,
): string[] => {
  const kept = Object.entries({ ...files, ...changed }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  try {
    assembleLesson({ id: '01-x', files: Object.fromEntries(kept), modules: exported });
  } catch (error) {
    if (!(error instanceof InvalidLesson)) throw error;
    return error.problems.map(({ file, line, message }) => `${file}${line ? `:${line}` : ''}: ${message}`);
  }
  return [];
};

describe('a lesson', () => {
  const lesson = assembleLesson({ id: '01-x', files, modules });

  it('has its steps at the headings of the second level', () => {
    expect(lesson.steps.map(({ title }) => title)).toEqual(['Look', 'Mend it']);
    expect(lesson.steps[0]!.html).toBe('<p>At <strong>both</strong> nodes.</p>');
    expect(lesson.steps[1]!.html).toContain('<summary>Why?</summary>');
    expect(lesson.steps[1]!.html).toContain('<code>using</code>');
  });

  it('has its hints in their order', () => {
    expect(lesson.hints).toEqual([
      { title: 'A nudge', html: '<p>Who reads, and <em>where</em>?</p>' },
      { title: 'Nearly the answer', html: `<p><code>using('default')</code></p>` },
    ]);
  });

  it('has whole sets of files: the starter with what each solution changes', () => {
    expect(lesson.starter).toEqual({ 'router.ts': 'starter', 'views.ts': 'views' });
    expect(lesson.solution).toEqual({ 'router.ts': 'solution', 'views.ts': 'views' });
    expect(lesson.alsoRight).toEqual([
      { name: 'by-view', files: { 'router.ts': 'starter', 'views.ts': 'other views' } },
    ]);
    expect(lesson.wrong).toEqual([
      {
        name: 'sleep',
        rejectedBy: 'sees-own-order',
        html: '<p>It is <em>slow</em>.</p>',
        files: { 'router.ts': 'sleep', 'views.ts': 'views' },
      },
    ]);
  });

  it('has the files of the starter in the order of their tabs', () => {
    expect(Object.keys(lesson.starter)).toEqual(['views.ts', 'router.ts']);
  });

  it('has its frontmatter, its templates by name and what its modules export', () => {
    expect(lesson).toMatchObject({ id: '01-x', title: 'The order', minutes: 10, chapter: 'Reading', ...modules });
    expect(lesson.templates).toEqual({ order: '<h1>{{ order.id }}</h1>' });
    expect(lesson.given).toEqual({ 'models.ts': 'export class Order {}' });
  });
});

describe('a lesson may have', () => {
  const assembled = (more: Record<string, string>) =>
    assembleLesson({ id: '01-x', files: { ...files, ...more }, modules });

  it('a third server, with the tables of standalone.sql', () => {
    expect(assembled({ 'standalone.sql': 'create table press ();' }).standaloneSql).toBe('create table press ();');
    expect(assembled({})).not.toHaveProperty('standaloneSql');
  });

  it('a physical standby, and follows logically without a word of it', () => {
    const head = lessonMd.replace('chapter:', 'replication: physical\nchapter:');
    expect(assembled({ 'lesson.md': head }).replication).toBe('physical');
    expect(assembled({}).replication).toBe('logical');
  });

  it('any of the files to be edited, settings.ts too', () => {
    const head = files['lesson.md'].replace('tabs: [views.ts', 'tabs: [settings.ts, views.ts');
    const { starter, solution } = assembled({
      'lesson.md': head,
      'starter/settings.ts': 'one server',
      'solution/settings.ts': 'two servers',
    });
    expect([starter['settings.ts'], solution['settings.ts']]).toEqual(['one server', 'two servers']);
  });
});

describe('a problem of a lesson is reported with its place', () => {
  const cases: readonly [string, Record<string, string | undefined>, string][] = [
    ['no lesson.md', { 'lesson.md': undefined }, 'lesson.md: It is missing.'],
    [
      'no frontmatter',
      { 'lesson.md': '## Step\ntext' },
      'lesson.md:1: It must begin with frontmatter between two lines of `---`.',
    ],
    [
      'an unknown key',
      { 'lesson.md': lessonMd.replace('chapter:', 'chapers: 1\nchapter:') },
      'lesson.md:6: Unrecognized key: "chapers"',
    ],
    [
      'a value of the wrong type',
      { 'lesson.md': lessonMd.replace('10', 'ten') },
      'lesson.md:4: `minutes`: Invalid input: expected number, received string',
    ],
    [
      'a kind of replication that there is not',
      { 'lesson.md': lessonMd.replace('chapter:', 'replication: streaming\nchapter:') },
      'lesson.md:6: `replication`: It must be logical or physical.',
    ],
    [
      'a missing key',
      { 'lesson.md': lessonMd.replace('minutes: 10\n', '') },
      'lesson.md:2: `minutes`: Invalid input: expected number, received undefined',
    ],
    [
      'text before the first step',
      { 'lesson.md': lessonMd.replace('## Look', 'Hello.\n\n## Look') },
      'lesson.md:9: This text stands before the first step and would never be shown.',
    ],
    [
      'a step without a title',
      { 'lesson.md': lessonMd.replace('## Mend it', '##') },
      'lesson.md:13: This step has no title.',
    ],
    ['an empty step', { 'lesson.md': `${lessonMd}\n## The end\n` }, 'lesson.md:22: The step "The end" is empty.'],
    [
      'no step',
      { 'lesson.md': lessonMd.replaceAll('## ', '### ') },
      'lesson.md: It has no step: a step begins with a heading `## Its title`.',
    ],
    ['no hints.md', { 'hints.md': undefined }, 'hints.md: It is missing.'],
    [
      'hints.md without a hint',
      { 'hints.md': 'Think.' },
      'hints.md: It has no hint: a hint begins with a heading `## Its title`.',
    ],
    [
      'text before the first hint',
      { 'hints.md': `Think.\n\n${hintsMd}` },
      'hints.md:1: This text stands before the first hint and would never be shown.',
    ],
    ['an empty hint', { 'hints.md': `${hintsMd}\n## More\n` }, 'hints.md:9: The hint "More" is empty.'],
    [
      'a tab that is forgotten',
      { 'starter/middleware.ts': 'm' },
      'lesson.md:5: `tabs` must name each file of starter/ once: middleware.ts, router.ts, views.ts.',
    ],
    ['no solution', { 'solution/router.ts': undefined }, 'solution/: It changes no file of the starter.'],
    [
      'a solution of a file that is not there',
      { 'solution/routes.ts': 'x' },
      'solution/routes.ts: The starter has no file of this name.',
    ],
    [
      'a copy of the starter',
      { 'solution/views.ts': 'views' },
      'solution/views.ts: It is the same as in the starter: leave it out.',
    ],
    [
      'a wrong solution without its reason',
      { 'wrong/sleep/wrong.md': '---\nrejectedBy: sees-own-order\n---\n' },
      'wrong/sleep/wrong.md: It does not say why this tempts and why it does not hold.',
    ],
    [
      'an unknown check',
      { 'wrong/sleep/wrong.md': '---\nrejectedBy: nobody\n---\nx' },
      'wrong/sleep/wrong.md:2: No check is called nobody. There are: sees-own-order.',
    ],
    [
      'a wrong solution without wrong.md',
      { 'wrong/sleep/wrong.md': undefined },
      'wrong/sleep/wrong.md: It is missing.',
    ],
    ['a stray file', { 'notes.txt': 'x' }, 'notes.txt: No part of a lesson.'],
    [
      'a file that is given and to be edited',
      { 'given/views.ts': 'x' },
      'given/views.ts: A file of this name is in starter/ too.',
    ],
  ];
  it.each(cases)('%s', (_name, changed, problem) => {
    expect(problemsOf(changed)).toContain(problem);
  });

  it('modules that export nothing, and names that are taken twice', () => {
    expect(problemsOf({}, {})).toEqual(
      expect.arrayContaining([
        'scenario.ts: It does not export `scenario`.',
        'hidden.ts: It exports no `hidden` schedule.',
        'checks.ts: It exports no `checks`.',
      ]),
    );
    const twice = {
      ...modules,
      hidden: [...modules.hidden, ...modules.hidden],
      checks: [...modules.checks, ...modules.checks],
    };
    expect(problemsOf({}, twice)).toEqual([
      'hidden.ts: Two schedules are called "no delay".',
      'checks.ts: Two checks are called sees-own-order.',
    ]);
  });
});
