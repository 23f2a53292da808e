/** The TypeScript that learners write: it becomes JavaScript, or is refused by its name and place. */
import { expect, test } from 'vitest';
import { linkModule } from '../inside/link-module.ts';
import { compileFiles } from './compile-files.ts';

const compile = (views: string) =>
  compileFiles({
    'settings.ts': '',
    'urls.ts': '',
    'views.ts': views,
    'models.ts': 'export const a = 1, b = 2; export default 3;',
  });

/** Without what makes it count. */
function javascriptOf(views: string): string {
  const result = compile(views);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.error));
  const { code } = linkModule(
    result.program.modules.find(({ file }) => file === 'views.ts')!,
    (link) => link,
  );
  return code
    .replace(/^import\{.*?;/, '')
    .replaceAll(/__sandbox\w+\(\d+\)[;,]/g, '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
}

test.each([
  ['namespace N { export const a = 1; }', 'Namespaces are', 1],
  ['export namespace A.B {\n export const a = 1; }', 'Namespaces are', 8],
  ['const x = 1; module M { export const a = 1; }', 'Namespaces are', 14],
  ['export = 5;', "'export =' is", 1],
  ["import a = require('./models'); a;", "'import = require()' is", 1],
  ['@entity class A {}', 'Decorators are', 1],
  ['class A { @column() name = 1; }', 'Decorators are', 11],
  ['class A { constructor(@inject x: number) {} }', 'Decorators are', 23],
  ['class A { accessor y = 1; }', 'accessor fields are', 20],
  ['class A { static accessor y: number = 1; }', 'accessor fields are', 27],
  ['function f() { using a = g(); }', 'using is', 16],
  ['async function f() { await using a = g(); }', 'await using is', 22],
  ['for (using x of y) {}', 'using is', 6],
])('%s is refused, and named', (views, message, column) => {
  for (const line of [1, 3]) {
    expect(compile(`${'\n'.repeat(line - 1)}${views}`)).toEqual({
      kind: 'refused',
      error: {
        name: 'SyntaxError',
        message: expect.stringMatching(
          new RegExp(`^${message.replaceAll(/[()]/g, String.raw`\$&`)} not available here`),
        ),
        place: { file: 'views.ts', line, column },
      },
    });
  }
});

test.each([
  ['declare namespace N { const a: number; }', ''],
  ['declare global { interface Window { a: 1 } }', ''],
  ['/* namespace N { */ const a = `module M { export = 5`;', '/* namespace N { */ const a = `module M { export = 5`;'],
  [
    'const o = { namespace: 1, module: 2, accessor: 3 }, using = o;',
    'const o = { namespace: 1, module: 2, accessor: 3 }, using = o;',
  ],
  ['#!/usr/bin/env node\nconst x: number = 1;', '///usr/bin/env node\nconst x = 1;'],
  ['class A { static { f(); } accessor = 1 }', 'class A { static { f(); } accessor = 1 }'],
  ['class A { declare lines: RelatedManager<OrderLine>; declare readonly id: number; a = 1 }', 'class A { ; ; a = 1 }'],
  ['class A { b: string; c!: number; #d?: string; [key: string]: unknown }', 'class A { b; c; #d; }'],
  ['abstract class A { abstract f(): void; abstract x: number; g() {} }', 'class A { ; g() {} }'],
  ['function f(a: string): void;\nfunction f(a: unknown) {}', 'function f(a) {}'],
  [
    'class A { constructor(private readonly x: number, y = 2) { f(x); } }',
    'class A { constructor( x, y = 2) {;this.x = x; f(x); } }',
  ],
  ['let x!: number; const y = a!.b?.c![0] as unknown;', 'let x; const y = a.b?.c[0] ;'],
  ['const f = async <T,>(x: T): Promise<T> => x; f<number>(1);', 'const f = async ( x) => (x); f(1);'],
  ['const a = { x: 1 } satisfies R; const b = [1] as const;', 'const a = { x: 1 } ; const b = [1] ;'],
  ["import type { A } from './models'; import { type B, a } from './models'; a;", 'import { a } from "models.ts"; a;'],
  [
    `const r = /['"\`\\/]{/g, t = 1 / 2 / 3; while (/\`\${'/.test(x)) /}/;`,
    `const r = /['"\`\\/]{/g, t = 1 / 2 / 3; {while (/\`\${'/.test(x)) {/}/;}}`,
  ],
])('%s is taken', (views, javascript) => {
  expect(javascriptOf(views)).toBe(javascript);
});

test('a const enum is an enum', async () => {
  const code = javascriptOf('export const enum Size { S = 1, L = S << 2, Name = "x" }');
  const { Size } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    Size: unknown;
  };
  expect(Size).toEqual({ S: 1, L: 4, Name: 'x', 1: 'S', 4: 'L' });
});
