import { beforeEach, expect, test } from 'vitest';
import { installBackend } from './backend.ts';
import { environ } from './environ.ts';
import { KeyError } from './errors.ts';

beforeEach(() =>
  installBackend({
    environment: { REPLICA_HOST: 'replica', EMPTY: '' },
    query: () => Promise.reject(new Error('No database here.')),
    sleep: async () => {},
    powerOff: async () => {},
    currentRequest: () => null,
    log: () => {},
    placeOf: () => undefined,
  }),
);

test('a variable is read with a fallback for when nobody has set it', () => {
  expect([environ.get('REPLICA_HOST'), environ.get('REPLICA_HOST', 'primary')]).toEqual(['replica', 'replica']);
  expect([environ.get('NOPE'), environ.get('NOPE', 'primary'), environ.get('EMPTY', 'x')]).toEqual([
    undefined,
    'primary',
    '',
  ]);
});

test('asked for strictly, a variable that nobody has set is a KeyError', () => {
  expect([environ['REPLICA_HOST'], environ['EMPTY']]).toEqual(['replica', '']);
  expect(() => environ['NOPE']).toThrow(new KeyError('NOPE'));
  expect(() => environ['NOPE']).toThrow("'NOPE'");
});

test('what every object has is no variable', () => {
  expect(['REPLICA_HOST' in environ, 'NOPE' in environ, 'constructor' in environ]).toEqual([true, false, false]);
  expect([environ.get('constructor'), environ.get('toString', 'none')]).toEqual([undefined, 'none']);
  expect(Reflect.get(environ, 'valueOf')).toBeTypeOf('function');
});
