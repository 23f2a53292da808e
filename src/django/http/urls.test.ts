import { beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, Host, page } from '../app-host.fixture.ts';
import { createApp } from '../app.ts';
import { HttpResponse } from './response.ts';
import { path } from './urls.ts';

beforeAll(() => {
  Host.install();
});

describe('routes', () => {
  const seen = (params: unknown) => new HttpResponse(JSON.stringify(params));
  const handle = createApp({
    settings: { DATABASES },
    urlpatterns: [
      path('/', () => seen('home')),
      path('orders/<int:id>/', ({ params }) => seen(params)),
      path('/orders/<slug:name>/<int:line>/', ({ params }) => seen(params)),
      path('/find.me/<str:what>', ({ params, GET }) => seen({ ...params, ...GET })),
      path('/files/<path:file>', ({ params }) => seen(params)),
    ],
  });
  const content = async (address: string): Promise<unknown> => {
    const { status, context } = await handle(page(address));
    return status === 200 ? JSON.parse((context as { content: string }).content) : status;
  };

  test.each([
    ['/', 'home'],
    ['/orders/7/', { id: 7 }],
    ['/orders/7', 404],
    ['/orders/x/', 404],
    ['/orders/apple-juice/2/', { name: 'apple-juice', line: 2 }],
    ['/find.me/that?from=mail&n=1', { what: 'that', from: 'mail', n: '1' }],
    ['/findXme/that', 404],
    ['/files/a/b.txt', { file: 'a/b.txt' }],
  ])('%s', async (address, expected) => {
    expect(await content(address)).toEqual(expected);
  });

  test('what fits no route is a page with status 404 that says so', async () => {
    expect(await handle(page('/nowhere/'))).toMatchObject({
      status: 404,
      error: { name: 'Http404', message: "The current path, /nowhere/, didn't match any of the urlpatterns." },
    });
  });
});

test('a converter that there is not', () => {
  expect(() => path('/<float:price>/', () => new HttpResponse())).toThrow("URL route uses invalid converter 'float'.");
});
