import { expect, test } from 'vitest';
import { compileFiles } from '../compile/compile-files.ts';
import { linkModule } from './link-module.ts';
import { placeOfStack, withLearnerPlaces } from './place-of-stack.ts';

const address = 'blob:null/1b0c8a4e-94bc-4b9e-8f0a-2a1d9c5c7e11';
const elsewhere = 'blob:null/ffffffff-0000-0000-0000-000000000000';

function modules() {
  const views = '\n\nexport const f = (a: number) => a.nothing.more;\n';
  const compiled = compileFiles({ 'settings.ts': '', 'urls.ts': views });
  if (compiled.kind === 'refused') throw new Error(compiled.error.message);
  const module = compiled.program.modules.find(({ file }) => file === 'urls.ts')!;
  const linked = linkModule(module, (link) => link);
  return { byAddress: new Map([[address, linked]]), column: linked.code.split('\n')[2]!.indexOf('more') + 1 };
}

const { byAddress, column } = modules();

test.each([
  [
    'V8',
    `TypeError: Cannot read properties of undefined (reading 'more')
    at Query.run (${elsewhere}:1:4711)
    at async f (${address}:3:${column})
    at async serve (${elsewhere}:1:300)`,
  ],
  ['V8, without a function', `Error: x\n    at ${address}:3:${column}`],
  ['SpiderMonkey', `run@${elsewhere}:1:4711\nasync*f@${address}:3:${column}\nserve@${elsewhere}:1:300\n`],
  [
    'JavaScriptCore',
    `run@${elsewhere}:1:4711\nf@${address}:3:${column}\nasyncFunctionResume@[native code]\n@${elsewhere}:1:1`,
  ],
  ['JavaScriptCore, while loading', `module code@${address}:3:${column}\nevaluate@[native code]`],
])('%s: the innermost line of the learner', (_engine, stack) => {
  expect(placeOfStack(stack, byAddress)).toEqual({ file: 'urls.ts', line: 3, column: 43 });
});

test('a stack that never passes through the learner has no place', () => {
  expect(placeOfStack(`Error: x\n    at serve (${elsewhere}:1:300)`, byAddress)).toBeUndefined();
});

test('addresses in a text become places', () => {
  expect(withLearnerPlaces(`at f (${address}:3:${column}) and (${elsewhere}:1:2)`, byAddress)).toBe(
    'at f (urls.ts:3:43) and (django)',
  );
});
