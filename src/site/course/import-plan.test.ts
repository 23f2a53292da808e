import { expect, test } from 'vitest';
import { planImport, replaced } from './import-plan.ts';
import { work } from './saved-work.fixture.ts';

const mine = work({ files: { 'router.ts': '// mine' }, step: 4, solved: true, beforeReset: { 'router.ts': '// old' } });
const plan = (theirs: Parameters<typeof planImport>[0], here: typeof mine | null) =>
  planImport(theirs, ['a'], () => here);

test('a lesson that was not begun here is taken from the file', () => {
  const theirs = work({ step: 2 });
  expect(plan({ a: theirs }, null)).toEqual({ settled: { a: theirs }, conflicts: [], unknown: [] });
});

test('other code here than in the file is asked about, and nothing is settled', () => {
  const theirs = work({ step: 2 });
  expect(plan({ a: theirs }, mine)).toEqual({ settled: {}, conflicts: [{ id: 'a', mine, theirs }], unknown: [] });
});

test('of the same code, whatever was reached here or there counts, and nothing kept is lost', () => {
  const theirs = work({ files: mine.files, step: 6 });
  expect(plan({ a: theirs }, mine).settled).toEqual({ a: { ...mine, step: 6 } });
  expect(plan({ a: mine }, theirs).settled).toEqual({ a: { ...theirs, solved: true, beforeReset: mine.beforeReset } });
});

test('a lesson that the file does not have stays as it is; one that the course does not have is named', () => {
  expect(plan({ z: work() }, mine)).toEqual({ settled: {}, conflicts: [], unknown: ['z'] });
});

test('what is replaced can be brought back, and a solved lesson stays solved', () => {
  const theirs = work({ step: 2 });
  expect(replaced({ id: 'a', mine, theirs })).toEqual({
    ...theirs,
    solved: true,
    beforeReset: mine.files,
    imported: true,
  });
});
