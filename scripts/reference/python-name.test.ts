import { expect, test } from 'vitest';
import { pythonName } from './python-name.ts';

test.each([
  ['valuesList', 'values_list'],
  ['getObjectOr404', 'get_object_or_404'],
  ['inBulk', 'in_bulk'],
  ['_state', '_state'],
  ['fetchone', 'fetchone'],
  ['IntegerField', 'IntegerField'],
  ['SET_NULL', 'SET_NULL'],
  ['Http404', 'Http404'],
])('%s is %s', (here, python) => {
  expect(pythonName(here)).toBe(python);
});
