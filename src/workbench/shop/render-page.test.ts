import { expect, test } from 'vitest';
import { pageRenderer } from './render-page.ts';

const render = pageRenderer({
  templates: { order: '<a href="{{ link }}">{{ name }}</a>', endless: '{% for i in (1..100000000) %}x{% endfor %}' },
});

test('what the code gives is escaped, in text and in attributes', () => {
  const page = render('order', { name: '<script>alert(1)</script>', link: '" onclick="alert(1)' });
  expect(page).toEqual({
    kind: 'html',
    html: '<a href="&#34; onclick=&#34;alert(1)">&lt;script&gt;alert(1)&lt;/script&gt;</a>',
  });
});

test('a template that does not exist is told, with those that do', () => {
  expect(render('invoice', {})).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('order, endless') as string,
  });
});

test('a page that never ends is ended', () => {
  expect(render('endless', {})).toMatchObject({ kind: 'failed' });
});

test('a context that is no object renders an empty page', () => {
  expect(render('order', null)).toEqual({ kind: 'html', html: '<a href=""></a>' });
});
