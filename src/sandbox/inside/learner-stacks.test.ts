/** Engines that this test does not run in, by what they do: a realm of errors as each of them has it. V8's own is tested
 * through the worker program. */
import { expect, test } from 'vitest';
import { LearnerStacks } from './learner-stacks.ts';

const address = 'blob:null/1b0c8a4e-94bc-4b9e-8f0a-2a1d9c5c7e11';
const elsewhere = 'blob:null/ffffffff-0000-0000-0000-000000000000';
const module = {
  file: 'views.ts',
  code: '',
  placeOf: (line: number, column: number) => ({ file: 'views.ts', line, column: column - 10 }),
};
const stacks = () => new LearnerStacks(new Map([[address, module]]));
const throwing: object = new Proxy(
  {},
  {
    get() {
      throw new Error('Nobody may ask.');
    },
  },
);
const raw = `run@${elsewhere}:1:4711\nasync*f@${address}:3:21\n`;

/** A constructor of errors of no engine. */
const realm = (members: object): ErrorConstructor =>
  Object.assign(() => {}, { prototype: {} }, members) as unknown as ErrorConstructor;

test('where stacks are read through an accessor, as in Firefox, no address is read, and the line is found', () => {
  class FirefoxError {
    get stack(): string {
      return raw;
    }
  }
  const learner = stacks();
  learner.install(FirefoxError as unknown as ErrorConstructor);
  const error = new FirefoxError();
  expect(error.stack).toBe('run@django\nasync*f@views.ts:3:11\n');
  expect(learner.placeOf(error)).toEqual({ file: 'views.ts', line: 3, column: 11 });
});

test('where stacks are written into errors, as in Safari, the line is found', () => {
  const learner = stacks();
  learner.install(realm({}));
  expect(learner.placeOf({ stack: raw })).toEqual({ file: 'views.ts', line: 3, column: 11 });
});

test('what is captured into an object has no address either', () => {
  const errors = realm({ captureStackTrace: (target: object) => void Object.assign(target, { stack: raw }) });
  stacks().install(errors);
  const target = { stack: '' };
  errors.captureStackTrace(target);
  expect(target.stack).toBe('run@django\nasync*f@views.ts:3:11\n');
});

test.each([{ stack: 5 }, {}, Object.create(null) as object, throwing])('a stack may be anything', (error) => {
  const learner = stacks();
  learner.install(realm({}));
  expect(learner.placeOf(error)).toBeUndefined();
});
