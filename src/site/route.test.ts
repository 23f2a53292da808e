import { expect, test } from 'vitest';
import { lessonHref, parseRoute, referenceHref } from './route.ts';

test.each([
  ['', { page: 'home' }],
  ['#/', { page: 'home' }],
  ['#/lessons/01-the-order/', { page: 'lesson', id: '01-the-order' }],
  ['#/course', { page: 'course' }],
  ['#/course?from=talk', { page: 'course' }],
  ['#/lessons/01-x?step=2', { page: 'lesson', id: '01-x' }],
  ['#/embed/01-x', { page: 'embed', id: '01-x', query: '' }],
  ['#/embed/01-x/?panels=nodes,timeline&x=?', { page: 'embed', id: '01-x', query: 'panels=nodes,timeline&x=?' }],
  ['#/embed', { page: 'not found', path: '/embed' }],
  ['#/reference/', { page: 'reference', entry: null }],
  ['#/reference/QuerySet.filter', { page: 'reference', entry: 'QuerySet.filter' }],
  ['#/reference/%', { page: 'reference', entry: '%' }],
  ['#/plans/', { page: 'plans' }],
  ['#/lessons/', { page: 'not found', path: '/lessons' }],
  ['#/lessons/a/b', { page: 'not found', path: '/lessons/a/b' }],
])('%s', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test('a link to a lesson leads to it', () => {
  expect(parseRoute(lessonHref('02-x'))).toEqual({ page: 'lesson', id: '02-x' });
});

test('a link to an entry leads to it, whatever its name is', () => {
  const entry = 'QuerySet[Symbol.asyncIterator]';
  expect(parseRoute(referenceHref(entry))).toEqual({ page: 'reference', entry });
});
