import { describe, expect, it } from 'vitest';
import { layerProblems } from './layers.ts';

const rulesBroken = (file: string, source: string) => layerProblems(file, source).map(({ rule }) => rule);

describe('the layers of src', () => {
  it('let a folder import itself and what lies below it', () => {
    const source = `
      import { parseLsn } from '../trace/ids.ts';
      import { Recorder } from './recorder.ts';
      import fc from 'fast-check';`;
    expect(layerProblems('src/simulation/clock.ts', source)).toEqual([]);
  });

  it('name the file, the line and the rule of an import that points upwards', () => {
    const source = `import { lsn } from './ids.ts';\n\nimport { runScenario } from '../simulation/run-scenario.ts';\n`;
    expect(layerProblems('src/trace/view.ts', source)).toEqual([
      { file: 'src/trace/view.ts', line: 3, rule: 'src/trace must not import from src/simulation' },
    ]);
  });

  it('see re-exports and dynamic imports as well', () => {
    const source = `export { Model } from '../django/model.ts';\nconst late = import('../sandbox/compile-files.ts');`;
    expect(rulesBroken('src/workbench/editor.tsx', source)).toEqual([
      'src/workbench must not import from src/django',
      'src/workbench must not import from src/sandbox',
    ]);
  });

  it.each([
    [`import type { Scenario } from '../simulation/scenario.ts';`, []],
    [`import { type Scenario } from '../simulation/scenario.ts';`, []],
    [
      `import { runScenario } from '../simulation/run-scenario.ts';`,
      ['src/course may import only types from src/simulation'],
    ],
    [`import '../simulation/run-scenario.ts';`, ['src/course may import only types from src/simulation']],
  ])('let types through where only types may pass: %s', (source, broken) => {
    expect(rulesBroken('src/course/grade.ts', source)).toEqual(broken);
  });

  it.each([
    ['src/course/grade.ts', 'react', 'only src/workbench and src/site may import react'],
    ['src/simulation/a.ts', '@electric-sql/pglite', 'only src/postgres may import @electric-sql/pglite'],
    [
      'src/workbench/list.tsx',
      'monaco-editor/esm/vs/a.js',
      'only src/workbench/editor may import monaco-editor/esm/vs/a.js',
    ],
  ])('keep a package where it belongs: %s', (file, specifier, rule) => {
    expect(rulesBroken(file, `import * as it from '${specifier}';`)).toEqual([rule]);
  });

  it.each([
    ['src/workbench/editor/monaco.ts', 'monaco-editor'],
    ['src/postgres/server.ts', '@electric-sql/pglite'],
    ['src/site/home.tsx', 'react/jsx-runtime'],
    ['src/course/a.ts', 'reactive'],
  ])('let its owner import a package: %s, %s', (file, specifier) => {
    expect(rulesBroken(file, `import * as it from '${specifier}';`)).toEqual([]);
  });

  it('refuse a way out of src and a folder that the table does not know', () => {
    expect(rulesBroken('src/trace/a.ts', `import '../../scripts/layers.ts';`)).toEqual([
      'src/trace must not import from scripts/layers.ts',
    ]);
    expect(rulesBroken('src/extras/a.ts', `import './b.ts';`)).toEqual([
      'src/extras/a.ts lies in no folder of the table in scripts/layers.ts',
    ]);
  });

  it('leave tests alone', () => {
    expect(layerProblems('src/trace/view.test.ts', `import '../postgres/start-cluster.ts';`)).toEqual([]);
  });
});
