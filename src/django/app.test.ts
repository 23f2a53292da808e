import { beforeEach, describe, expect, test } from 'vitest';
import { requestId } from '../trace/ids.ts';
import { createApp } from './app.ts';
import { DATABASES, Host, appOf, page } from './app-host.fixture.ts';
import { connections } from './db/connection.ts';
import { Http404 } from './errors.ts';
import { HttpResponse } from './http/response.ts';
import { getObjectOr404, redirect, render } from './http/shortcuts.ts';
import type { View } from './http/urls.ts';
import { Local } from './local.ts';
import type { Middleware } from './http/middleware.ts';
import { sleep } from './sleep.ts';
import { atomic } from './db/transaction.ts';
import { Category, Product } from './shop.fixture.ts';

let host: Host;
beforeEach(() => {
  host = Host.install();
});

describe('responses', () => {
  test('a page, a redirect, a text, a cookie', async () => {
    const product = new Product({ id: 3, name: 'Dry cider' });
    expect(await appOf((request) => render(request, 'product', { product }))(page('/'))).toEqual({
      status: 200,
      cookies: {},
      template: 'product',
      context: {
        product: { id: 3, name: 'Dry cider', price: null, stock: 0, isSold: true, categoryId: null, labels: [] },
      },
    });
    expect(await appOf(() => redirect('/orders/7/'))(page('/'))).toEqual({
      status: 302,
      cookies: {},
      redirect: '/orders/7/',
    });
    const withCookie = appOf(() => {
      const response = new HttpResponse('Sold out.', { status: 409 });
      response.setCookie('seen', 'yes');
      return response;
    });
    expect(await withCookie(page('/'))).toEqual({
      status: 409,
      cookies: { seen: 'yes' },
      context: { content: 'Sold out.' },
    });
  });

  test('an error is a page with status 500, the line of the learner, and what Postgres said', async () => {
    const failing = appOf(() => {
      throw new TypeError('x is not a function');
    });
    expect(await failing(page('/'))).toEqual({
      status: 500,
      cookies: {},
      error: { name: 'TypeError', message: 'x is not a function', place: { file: 'views.ts', line: 1 } },
    });
    const postgres = { severity: 'ERROR', code: '25006', message: 'cannot execute INSERT in a read-only transaction' };
    host.reply = { kind: 'error', error: postgres };
    const writing = appOf(async () => {
      await Category.objects.create({ name: 'Teas' });
      return new HttpResponse();
    });
    expect((await writing(page('/'))).error).toMatchObject({ name: 'InternalError', postgres });
    const throwing = appOf(() => {
      // oxlint-disable-next-line typescript/only-throw-error -- A learner may.
      throw 'a text';
    });
    expect((await throwing(page('/'))).error?.message).toBe('Something that is no error was thrown: a text');
  });

  test('a view that forgot its return', async () => {
    const forgetful = appOf(function orderDetail() {} as unknown as View);
    expect((await forgetful(page('/'))).error).toMatchObject({
      name: 'ValueError',
      message: "The view orderDetail didn't return an HttpResponse object. It returned undefined instead.",
    });
  });

  test('an Http404, also from getObjectOr404, is a page with status 404', async () => {
    const missing = appOf(async (request) => render(request, 'x', { p: await getObjectOr404(Product, { id: 1 }) }));
    expect(await missing(page('/'))).toMatchObject({
      status: 404,
      error: { name: 'Http404', message: 'No Product matches the given query.' },
    });
    const own = appOf(() => {
      throw new Http404('No such order.');
    });
    expect(await own(page('/'))).toMatchObject({ status: 404, error: { message: 'No such order.' } });
  });

  test('DoesNotExist by itself is an error', async () => {
    const careless = appOf(async (request) => render(request, 'x', { p: await Product.objects.get({ id: 1 }) }));
    expect(await careless(page('/'))).toMatchObject({ status: 500, error: { name: 'DoesNotExist' } });
  });
});

describe('middleware', () => {
  const noting =
    (notes: string[], name: string): Middleware =>
    (getResponse) =>
    async (request) => {
      notes.push(`${name} before`);
      const response = await getResponse(request);
      notes.push(`${name} after ${response.statusCode}`);
      return response;
    };

  test('stands around the view, the first outermost, and sees errors as responses', async () => {
    const notes: string[] = [];
    const settings = { MIDDLEWARE: [noting(notes, 'outer'), noting(notes, 'inner')] };
    const handle = appOf(() => {
      notes.push('view');
      throw new Error('Enough.');
    }, settings);
    expect(await handle(page('/'))).toMatchObject({ status: 500 });
    expect(notes).toEqual(['outer before', 'inner before', 'view', 'inner after 500', 'outer after 500']);
  });

  test('may answer itself, fail, or forget its return', async () => {
    const never = () => {
      throw new Error('The view must not be asked.');
    };
    const answering: Middleware = () => () => new HttpResponse('Closed.', { status: 503 });
    expect(await appOf(never, { MIDDLEWARE: [answering] })(page('/'))).toMatchObject({ status: 503 });
    const failing: Middleware = () => () => {
      throw new RangeError('Enough.');
    };
    expect(await appOf(never, { MIDDLEWARE: [failing] })(page('/'))).toMatchObject({ error: { name: 'RangeError' } });
    const forgetful = (() => async () => {}) as unknown as Middleware;
    expect((await appOf(never, { MIDDLEWARE: [forgetful] })(page('/'))).error?.message).toMatch(
      /^The middleware \S+ didn't return an HttpResponse object/,
    );
  });
});

describe('requests at the same time', () => {
  test('have their own Local, connections and transactions', async () => {
    const reading = new Local<{ alias: string }>();
    const seen: unknown[] = [];
    const handle = appOf(async (request) => {
      if (request.GET.wait) {
        reading.alias = 'default';
        await atomic(async () => await sleep(50));
      }
      seen.push([host.request, reading.alias, connections['default'].inAtomicBlock]);
      return new HttpResponse();
    });
    const slow = handle(page('/?wait=1'));
    await Promise.resolve();
    expect(host.waiting).toHaveLength(1);
    expect([reading.alias, connections['default'].inAtomicBlock]).toEqual(['default', true]);
    host.request = requestId(2);
    await handle(page('/', { requestId: requestId(2) }));
    host.request = requestId(1);
    host.waiting[0]!();
    await slow;
    expect(seen).toEqual([
      [2, undefined, false],
      [1, 'default', false],
    ]);
    expect(reading.alias).toBeUndefined();
  });

  test('leave no transaction open for a later one', async () => {
    const forgetting = appOf(() => {
      void atomic(async () => await sleep(50));
      return new HttpResponse();
    });
    await forgetting(page('/'));
    expect(connections['default'].inAtomicBlock).toBe(false);
  });
});

describe('a project that is not what it must be', () => {
  const wrong: readonly [string, object, unknown, string][] = [
    ['no default database', { DATABASES: { replica: {} } }, [], "You must define a 'default' database."],
    ['routers that are no list', { DATABASE_ROUTERS: {} }, [], 'The DATABASE_ROUTERS setting must be a list.'],
    [
      'a router that is none',
      { DATABASE_ROUTERS: ['router.DbRouter'] },
      [],
      'DATABASE_ROUTERS lists something that is neither a class nor an object.',
    ],
    ['middleware that is none', { MIDDLEWARE: [{}] }, [], 'MIDDLEWARE lists something that is no function.'],
    [
      'middleware that returns none',
      { MIDDLEWARE: [function pin() {}] },
      [],
      'Middleware pin must return a function: (request) => response.',
    ],
    ['no routes', {}, undefined, 'urls.ts must export a list named urlpatterns.'],
    ['a route that is none', {}, ['/'], 'urlpatterns lists something that path() has not made.'],
  ];
  test.each(wrong)('%s', (_, settings, urlpatterns, message) => {
    expect(() => createApp({ settings: { DATABASES, ...settings }, urlpatterns })).toThrow(
      expect.objectContaining({ name: 'ImproperlyConfigured', message }),
    );
  });

  test('a router that answers later, or no alias', async () => {
    class DbRouter {
      dbForRead(): unknown {
        return Promise.resolve('replica');
      }
    }
    const reading = appOf((request) => render(request, 'page', { all: Product.objects.all() }), {
      DATABASE_ROUTERS: [DbRouter],
    });
    expect((await reading(page('/'))).error?.message).toBe(
      'DbRouter.dbForRead must return an alias or null. It returned a promise, and a router has to answer at once.',
    );
  });
});
