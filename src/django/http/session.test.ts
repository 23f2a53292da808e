import { beforeAll, describe, expect, test } from 'vitest';
import { Host, appOf, page } from '../app-host.fixture.ts';
import { HttpResponse } from './response.ts';
import { render } from './shortcuts.ts';

beforeAll(() => {
  Host.install();
});

describe('sessions', () => {
  const counting = appOf((request) => {
    request.session.visits = Number(request.session.visits ?? 0) + 1;
    return render(request, 'page', { visits: request.session.visits });
  });

  test('come back with the next request, and are sent only when they have changed', async () => {
    const first = await counting(page('/'));
    const second = await counting(page('/', { cookies: first.cookies }));
    expect([first.context, second.context]).toEqual([{ visits: 1 }, { visits: 2 }]);
    const reading = appOf((request) => render(request, 'page', { visits: request.session.visits }));
    expect(await reading(page('/', { cookies: second.cookies }))).toMatchObject({
      context: { visits: 2 },
      cookies: {},
    });
  });

  test('a change deep inside counts, and an emptied session takes its cookie back', async () => {
    const deep = appOf((request) => {
      request.session.cart = [...((request.session.cart as string[] | undefined) ?? []), 'Größe „L“'];
      return render(request, 'page', { cart: request.session.cart });
    });
    const first = await deep(page('/'));
    expect(Object.keys(first.cookies)).toEqual(['sessionid']);
    expect(first.cookies.sessionid).toMatch(/^[\w-]+$/);
    expect((await deep(page('/', { cookies: first.cookies }))).context).toEqual({ cart: ['Größe „L“', 'Größe „L“'] });
    const emptying = appOf((request) => {
      delete request.session.cart;
      return new HttpResponse();
    });
    expect((await emptying(page('/', { cookies: first.cookies }))).cookies).toEqual({ sessionid: '' });
  });

  test.each(['', 'x', 'é', '%%%', 'bnVsbA', 'W10', 'e30', '____'])(
    'a cookie that is no session (%j) is none',
    async (sessionid) => {
      expect((await counting(page('/', { cookies: { sessionid } }))).context).toEqual({ visits: 1 });
    },
  );
});
