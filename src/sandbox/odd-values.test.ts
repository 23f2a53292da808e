/** Whatever a view passes on, returns or throws, the run goes on: it becomes a page, with the line that it came from. */
import { describe, expect, test } from 'vitest';
import { pageOf, serve } from './shop.fixture.ts';
import { startShop, tryShop } from './start-shop.fixture.ts';

/** The one answer of a view with this body, which begins on line 3. */
async function answerOf(body: string): Promise<unknown> {
  const program = await startShop(`export async function page(request: any) {\n${body}\n}`);
  const responses = (await serve(program, 'page'))
    .flatMap(({ calls }) => calls)
    .filter(({ kind }) => kind === 'respond');
  expect(responses).toHaveLength(1);
  return responses[0];
}

describe('what is passed to django', () => {
  test.each([
    ["await connections['default'].cursor().execute(5 as any)", 'The query must be a text, not a number.'],
    [
      "await connections['default'].cursor().execute('x', 5 as any)",
      'query parameters should be a list, not a number.',
    ],
    ['return redirect(123 as any)', "A redirect needs an address such as '/orders/', not a number."],
    ['return render(request, 5 as any, {})', 'render() needs the name of a template, not a number.'],
    ["return render(request, 'x', [] as any)", 'context must be an object rather than a list.'],
    [
      "return render(request, 'x', { a: new (class Order {})() })",
      'context.a is an object of class Order, which a page cannot show.',
    ],
    ['return new HttpResponse({} as any)', 'The content of a response must be a text, not an object.'],
    ["return new HttpResponse('', { status: 'OK' as any })", 'HTTP status code must be an integer.'],
    ["return new HttpResponse('', { status: 1000 })", 'HTTP status code must be an integer from 100 to 599.'],
    ["new HttpResponse('').setCookie('a', null as any)", "The cookie 'a' must be a text, not null."],
  ])('%s', async (statement, message) => {
    expect(await answerOf(statement)).toMatchObject({
      response: { status: 500, error: { message, place: { file: 'views.ts', line: 3 } } },
    });
  });

  test('a number is a text to an HttpResponse', async () => {
    expect(await answerOf('return new HttpResponse(5 as any);')).toMatchObject({
      response: { status: 200, context: { content: '5' } },
    });
  });

  test.each([
    ["const r: any = new HttpResponse(); r.statusCode = 'abc'; return r;", 'HTTP status code must be an integer.'],
    [
      'const r: any = new HttpResponse(); r.cookies = { a: {} }; return r;',
      "The cookie 'a' must be a text, not an object.",
    ],
    ['return Object.create(null);', "The view page didn't return an HttpResponse object. It returned Object instead."],
  ])('%s', async (statements, message) => {
    expect(await answerOf(statements)).toMatchObject({ response: { status: 500, error: { message } } });
  });
});

describe('what is thrown', () => {
  const place = { file: 'views.ts', line: 3 };
  test.each([
    ['const e: any = new Error(); e.message = 5; throw e', { name: 'Error', message: '5', place }],
    ["const e: any = new Error('x'); e.name = {}; throw e", { name: '[object Object]', message: 'x', place }],
    ["const e: any = new Error('x'); e.name = Object.create(null); throw e", { message: 'x', place }],
    ["throw new Error('x'.repeat(5e6))", { message: expect.stringMatching(/^x{10000} ... \(cut\)$/), place }],
    [
      "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e",
      { name: 'Error', place },
    ],
    ["const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); throw e", { message: 'x' }],
    ["const e: any = new Error('x'); e.stack = 42; throw e", { message: 'x' }],
    ['throw new Proxy(new Error(), { get() { throw 1 }, getPrototypeOf() { throw 1 } })', { name: 'Error' }],
    ['throw Object.create(null)', { message: 'Something that is no error was thrown: an object that has no text' }],
    ['throw null', { message: 'Something that is no error was thrown: null' }],
    ["throw Symbol('s')", { message: 'Something that is no error was thrown: Symbol(s)' }],
  ])('%s', async (statement, error) => {
    expect(await answerOf(statement)).toMatchObject({ response: { status: 500, error } });
  });

  test.each(['() => 42', '() => { throw 1 }'])(
    'Error.prepareStackTrace = %s is an error of its line',
    async (value) => {
      expect(await answerOf(`(Error as any).prepareStackTrace = ${value};`)).toMatchObject({
        response: { error: { name: 'TypeError', message: expect.stringContaining('prepareStackTrace'), place } },
      });
      expect(await tryShop(`(Error as any).prepareStackTrace = ${value};`)).toMatchObject({
        kind: 'refused',
        error: { name: 'TypeError', place: { line: 2 } },
      });
    },
  );

  test('while nobody catches it, it is said', async () => {
    const program = await startShop(`export function page(request: any) {
      queueMicrotask(() => { throw Object.create(null); });
      return render(request, 'page', {});
    }`);
    const turns = await serve(program, 'page');
    expect(pageOf(turns)).toEqual({});
    expect(turns[0]!.calls[0]).toMatchObject({
      kind: 'log',
      text: expect.stringMatching(/^Uncaught Error: Something/),
    });
  });
});
