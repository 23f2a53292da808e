import { beforeEach, expect, test } from 'vitest';
import { Host } from './app-host.fixture.ts';
import { Origin, placeOfError } from './origin.ts';

beforeEach(() => {
  Host.install();
});

/** As an error that came with an answer looks in an engine that does not follow promises. */
function errorFromAfar(): Error {
  const error = new Error('from afar');
  error.stack = 'Error: from afar';
  return error;
}

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
};

test('an error whose stack reaches no line of the learner is from the call that failed', async () => {
  const error = errorFromAfar();
  expect(placeOfError(error)).toBeUndefined();
  const thrown = await failure(new Origin().run(() => Promise.reject(error)));
  expect(thrown).toBe(error);
  expect(placeOfError(thrown)).toEqual({ file: 'views.ts', line: 1 });
});

test('an error that is thrown in a line of the learner is from there', () => {
  expect(placeOfError(new Error('here'))).toEqual({ file: 'views.ts', line: 1 });
});
