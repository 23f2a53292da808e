import { expect, test } from 'vitest';
import { virtualMs } from '../trace/ids.ts';
import { everyoneAnswered } from './everyone-answered.ts';
import { TraceWriter } from './trace-writer.fixture.ts';

const waiting = (): TraceWriter => {
  const writer = new TraceWriter().started([]);
  writer.request('Ana', 'GET', '/', 100);
  return writer;
};

test('whoever is never answered breaks it, with what the run says of it', () => {
  const { trace } = waiting();
  const detail = 'GET / of Ana got no answer. Its view never returned a response.';
  const ended = [...trace, { type: 'run ended', at: virtualMs(100), reason: 'unanswered', detail }] as const;
  expect(everyoneAnswered(ended)).toEqual({
    kind: 'broken',
    story: ["Ana's page / was never answered.", detail],
    event: 1,
  });
});

test('a program that was stopped is told of elsewhere', () => {
  const error = { name: 'NeverYields', message: 'A loop never yields.' };
  const { trace } = waiting();
  expect(everyoneAnswered([...trace, { type: 'code stopped', at: virtualMs(120), error }])).toEqual({ kind: 'holds' });
});

test('it holds where everybody has their answers', () => {
  expect(everyoneAnswered(new TraceWriter().started([]).trace)).toEqual({ kind: 'holds' });
});
