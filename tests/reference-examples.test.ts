/** Every example of every docstring that a learner can come across is compiled and run, in the examples' own shop. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { withMembers } from '../scripts/reference/api-entry.ts';
import { emitDjangoDeclarations } from '../scripts/reference/django-declarations.ts';
import { type ExampleScope, exampleModule, examplesOf } from '../scripts/reference/examples.ts';
import { nameExamples } from '../scripts/reference/name-examples.ts';
import { exceptions } from '../scripts/reference/python-name.ts';
import { readApi } from '../scripts/reference/read-api.ts';
import { runNode } from '../scripts/run-command.ts';
import * as shop from '../src/django/example-shop.fixture.ts';
import { environment, openExampleWorld, rowsSql, schemaSql, worldNames } from '../src/django/example-world.fixture.ts';
import type { ExampleWorld } from '../src/django/example-world.fixture.ts';
import { installSettings } from '../src/django/settings.ts';
import { TestDatabases } from '../src/django/test-databases.fixture.ts';

const folder = resolve('.cache/replayground/reference-examples');
const api = readApi(await emitDjangoDeclarations());
const lines = nameExamples.map(({ here }) => ({
  title: `The rule for names: ${here}`,
  code: here,
  place: { file: 'scripts/reference/name-examples.ts', line: 1 },
}));
const examples = [...examplesOf(api.entries), ...lines].map((example, index) => ({
  ...example,
  file: `example-${index + 1}.ts`,
}));

const sources = '../../../src/django';
const scope: ExampleScope = {
  imports: [
    ...api.entries.flatMap(({ name, exported }) =>
      exported ? [{ name, from: `${sources}/index.ts`, isType: exported === 'type' }] : [],
    ),
    ...Object.keys(shop).map((name) => ({ name, from: `${sources}/example-shop.fixture.ts`, isType: false })),
    { name: 'ExampleWorld', from: `${sources}/example-world.fixture.ts`, isType: true },
  ],
  given: { names: worldNames, type: 'ExampleWorld' },
};

test('every public name has a docstring that can be read', () => {
  expect(api.problems).toEqual([]);
});

test('a name that the rule does not give is the name of something', () => {
  const names = api.entries.flatMap(withMembers).flatMap(({ id, name }) => [id, name]);
  expect([...exceptions.keys()].filter((name) => !names.includes(name))).toEqual([]);
});

describe('every example', () => {
  let databases: TestDatabases | undefined;
  /** What the compiler says, by file. */
  let typeErrors: ReadonlyMap<string, string>;

  beforeAll(async () => {
    await writeModules();
    [typeErrors, databases] = await Promise.all([compile(), TestDatabases.start(schemaSql)]);
  }, 3 * 60_000);
  beforeEach(async () => {
    installSettings({ DATABASES: { default: {}, replica: {} } });
    databases?.install(environment);
    await databases?.reset(rowsSql);
    vi.spyOn(console, 'log').mockReturnValue();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => databases?.close());

  test('is found', () => {
    expect(examples.length).toBeGreaterThan(30);
  });

  test.each(examples.map((example) => [example.title, example] as const))('%s', async (_title, { file, place }) => {
    const where = `${place.file}:${place.line}`;
    expect({ where, errors: typeErrors.get(file) ?? '' }).toEqual({ where, errors: '' });
    const { example } = (await import(join(folder, file))) as { example: (world: ExampleWorld) => Promise<unknown> };
    await example(await openExampleWorld());
  });
});

async function writeModules(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // As the editor has it: a newcomer is not asked to doubt every index.
  const compilerOptions = { noImplicitAny: false, noUncheckedIndexedAccess: false, exactOptionalPropertyTypes: false };
  const project = { extends: resolve('tsconfig.json'), compilerOptions, include: ['.'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
  for (const example of examples) await writeFile(join(folder, example.file), exampleModule(example, scope));
}

async function compile(): Promise<ReadonlyMap<string, string>> {
  const { output } = await runNode(['node_modules/typescript/bin/tsc', '--project', folder, '--pretty', 'false']);
  const errors = new Map<string, string>();
  for (const line of output.split('\n').filter(Boolean)) {
    const file = /([\w-]+\.ts)\(\d+,\d+\): error/.exec(line)?.[1];
    if (file) errors.set(file, `${errors.get(file) ?? ''}${line}\n`);
  }
  // An error without a place would pass for none.
  if (output !== '' && errors.size === 0) throw new Error(output);
  return errors;
}
