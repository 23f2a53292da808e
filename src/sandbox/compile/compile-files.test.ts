import { describe, expect, test } from 'vitest';
import { compileFiles } from './compile-files.ts';
import { linkModule } from '../inside/link-module.ts';

const settings = 'export const DATABASES = {};';
const urls = "import { home } from './views';\nexport const urlpatterns = [home];";

/** Compiles a shop whose views are these. */
const compileViews = (views: string, others: Record<string, string> = {}) =>
  compileFiles({ 'settings.ts': settings, 'urls.ts': urls, 'views.ts': views, ...others });

function refusalOf(views: string, others: Record<string, string> = {}) {
  const result = compileViews(views, others);
  if (result.kind !== 'refused') throw new Error('The files were compiled.');
  return result.error;
}

function linkedViews(views: string, others: Record<string, string> = {}) {
  const result = compileViews(views, others);
  if (result.kind === 'refused') throw new Error(result.error.message);
  const module = result.program.modules.find(({ file }) => file === 'views.ts')!;
  return {
    ...linkModule(module, (link) => `blob:${link}`),
    sites: result.program.sites,
    order: result.program.modules,
  };
}

const home = 'export function home() {}';

describe('what is refused, with its place', () => {
  test.each([
    ['a missing value', `${home}\nconst x = ;`, 'SyntaxError', /^Unexpected token\.$/, 2, 11],
    ['a broken type', `${home}\nlet a: = 3;`, 'SyntaxError', /^Unexpected token\.$/, 2, 8],
    [
      'a name declared twice',
      `${home}\nconst a: number = 1, a = 2;`,
      'SyntaxError',
      /'a' has already been declared/,
      2,
      22,
    ],
    ['await outside a function', `${home}\nawait null;`, 'ImportError', /^await belongs into an async function/, 2, 1],
    ['import()', `${home}\nconst x = import('./models');`, 'ImportError', /^import\(\) is not available/, 2, 11],
    ['import.meta', `${home}\nlet x: string = import.meta.url;`, 'ImportError', /^import\.meta is not/, 2, 17],
    ['a package', `import fs from 'node:fs';\n${home}; fs`, 'ImportError', /not 'node:fs'/, 1, 16],
    ['an address', `import 'https://example.org/x.js';\n${home}`, 'ImportError', /not 'https:/, 1, 8],
    ['a missing file', `import { x } from './models';\n${home}; x`, 'ImportError', /no file '\.\/models'/, 1, 19],
    ['a reserved name', `${home}\nlet __sandboxTick = 0;`, 'ImportError', /^Names that begin with __sandbox/, 2, 5],
    ['JSX', `${home}\nconst a = <b/>;`, 'SyntaxError', /^Unexpected token/, 2, 13],
    [
      'a name twice',
      `${home}\nlet a = 1;\nlet a = 2;`,
      'SyntaxError',
      /^Identifier 'a' has already been declared\.$/,
      3,
      5,
    ],
    ['half a statement', `${home}\nconst a = ;`, 'SyntaxError', /[^.]\.$/, 2, 11],
  ])('%s', (_what, views, name, message, line, column) => {
    expect(refusalOf(views)).toEqual({
      name,
      message: expect.stringMatching(message),
      place: { file: 'views.ts', line, column },
    });
  });

  test('an export that the other file does not have', () => {
    const models = 'export class Product {}';
    const error = refusalOf(`${home}\nimport { Product, Order } from './models.ts'; Product; Order;`, {
      'models.ts': models,
    });
    expect(error.message).toBe("models.ts exports nothing named 'Order'. If it is a type, write 'import type'.");
    expect(error.place).toEqual({ file: 'views.ts', line: 2, column: 19 });
  });

  test('files that import each other', () => {
    const error = refusalOf("import { b } from './b'; export const home = b;", {
      'b.ts': "import { home } from './views'; export const b = () => home;",
    });
    expect(error.message).toContain('b.ts → views.ts → b.ts');
    expect(error.place?.line).toBe(1);
  });

  test('a shop without its urls', () => {
    expect(compileFiles({ 'settings.ts': settings })).toEqual({
      kind: 'refused',
      error: { name: 'ImportError', message: 'There is no urls.ts.' },
    });
  });
});

describe('what is accepted', () => {
  test('exports of every form are found', () => {
    const models = `const e = 1; export { e as renamed }; export const { a, b: [c = 1], ...rest } = { a: 1, b: [] };
      export * from './more'; export * as ns from './more'; export function f() {} export class K {} export enum Size { S }`;
    const names = 'renamed, a, c, rest, deep, ns, f, K, Size';
    const views = `import { ${names} } from './models'; export const home = () => [${names}];`;
    expect(compileViews(views, { 'models.ts': models, 'more.ts': 'export const deep = 1;' }).kind).toBe('compiled');
  });

  test('types, their imports and their exports leave no trace', () => {
    const { code } = linkedViews(
      `import type { Hints } from 'django'; import { type Model } from './models';
export interface Page { readonly a: string }
export function home(hints: Hints, page?: Page): Model | null { return null satisfies null; }`,
      { 'models.ts': 'export type Model = 1;' },
    );
    expect(code).not.toMatch(/Hints|Page|Model/);
  });

  test('class fields stay class fields, for models tell their columns by them', () => {
    expect(
      linkedViews(`${home}\nclass Product { name: string = f({ maxLength: 80 }); declare id: number }`).code,
    ).toContain('class Product { name = f({ maxLength: 80 })');
  });

  test('each module comes after the modules that it imports', () => {
    const { order } = linkedViews("import { a } from './a'; export const home = a;", { 'a.ts': 'export const a = 1;' });
    expect(order.map(({ file }) => file)).toEqual(['a.ts', 'settings.ts', 'views.ts', 'urls.ts']);
  });

  test('imports lead to the addresses of the modules', () => {
    const { code } = linkedViews(
      "import { a } from './a'; import { Model } from 'django'; export const home = [a, Model];",
      {
        'a.ts': 'export const a = 1;',
      },
    );
    expect(code).toContain('import { a } from "blob:a.ts"; import { Model } from "blob:django";');
  });
});

describe('places', () => {
  test('lines never move, and every token on them knows where the learner wrote it', () => {
    const views = `import { a } from './a';
export async function home(request: Request, n: number): Promise<void> { for (const x of [n] as number[]) needle(x); }
export const twice = (n: number) => needle(n as unknown as string, needle);
while (a as boolean) { do needle(1); while (needle<string>('x')) }`;
    const { code, ...module } = linkedViews(views, { 'a.ts': 'export const a = 1;' });
    const findAll = (text: string) =>
      text
        .split('\n')
        .flatMap((line, row) => Array.from(line.matchAll(/needle/g), ({ index }) => [row + 1, index + 1]));
    const mapped = findAll(code).map(([line, column]) => module.placeOf(line!, column!));
    expect(mapped).toEqual(findAll(views).map(([line, column]) => ({ file: 'views.ts', line, column })));
    expect(mapped).toHaveLength(5);
  });
});

describe('counting', () => {
  test('every loop and function has a site of its own', () => {
    const { sites } = linkedViews(`export function home() {
  for (const a of [1]) while (a) break;
  do {} while (false);
  for (;;) for (const k in {}) return () => k;
}`);
    expect(sites.map(({ kind, place }) => `${kind} ${place.line}:${place.column}`)).toEqual([
      'function 1:8',
      'loop 2:3',
      'loop 2:24',
      'loop 3:3',
      'loop 4:3',
      'loop 4:12',
      'function 4:39',
    ]);
  });

  test('the code means what it meant, whatever stands around a loop', async () => {
    const source = `
export function home() {
  const log = [];
  outer: inner: for (const a of [1, 2, 3]) { for (const b of [1, 2]) { if (b === 2) continue outer; log.push(a * b) } }
  if (log.length) for (let i = 0; i < 2; i++) log.push(i); else while (true);
  let n = 0; do n++; while (n < 3)
  while (n --> 0) log.push([1].map(x => x + n))
  ;(() => ({ a: log.push('object') }))()
  const f = async n => n && await f(n - 1), g = function* () { for (const k in { p: 1 }) yield k }
  while(n < 0) n = -(() => -1)()
  log.push(n, ...g())
  block: { if (n) break block; log.push('labelled') }
  return log;
}`;
    const { code } = linkedViews(source);
    const run = async (text: string): Promise<unknown> => {
      const bare = text.replace(/import\{.*?;/, 'const __sandboxTick = () => {}, __sandboxEnter = () => {};');
      const module = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(bare)}`)) as {
        home(): unknown;
      };
      return module.home();
    };
    expect(code).toContain('__sandboxEnter(1);outer: inner: for');
    expect(await run(code)).toEqual(await run(source));
  });
});
