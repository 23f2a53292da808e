import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../../workbench/fixtures/memory-storage.fixture.ts';
import { writeWork } from '../../workbench/store/saved-work.ts';
import {
  chaptersOf,
  courseInWords,
  nextLesson,
  progressInWords,
  progressOf,
  workOf,
  type Progress,
} from './progress.ts';
import { work } from './saved-work.fixture.ts';

const lesson = (id: string, progress: Progress['kind'], chapter = 'Replicas') => ({
  card: { id, title: id, summary: '', minutes: 20, chapter, stepCount: 7 },
  progress: progress === 'begun' ? ({ kind: progress, step: 2, of: 7 } as const) : { kind: progress },
});

describe('a lesson', () => {
  test('is begun at the step that is open, and not begun when nothing is kept of it', () => {
    const storage = memoryStorage();
    expect(progressOf({ stepCount: 7 }, workOf(storage, 'a'))).toEqual({ kind: 'not begun' });
    writeWork(storage, 'a', work({ step: 2 }));
    expect(progressInWords(progressOf({ stepCount: 7 }, workOf(storage, 'a')))).toBe('step 3 of 7');
  });

  test('that has lost steps since is begun at its last', () => {
    expect(progressOf({ stepCount: 4 }, work({ step: 6 }))).toEqual({ kind: 'begun', step: 4, of: 4 });
  });

  test('stays solved, whatever step is open', () => {
    expect(progressOf({ stepCount: 7 }, work({ solved: true }))).toEqual({ kind: 'solved' });
  });

  test('cannot be told where the browser keeps nothing, or something unreadable', () => {
    const storage = memoryStorage();
    storage.setItem('replayground:lesson:a', '{}');
    expect([workOf(null, 'a'), workOf(storage, 'a')]).toEqual([null, null]);
  });
});

describe('the lesson to go on with', () => {
  test.each([
    [['not begun', 'not begun'], 'a'],
    [['solved', 'not begun'], 'b'],
    [['not begun', 'begun'], 'b'],
    [['solved', 'solved'], null],
  ] as const)('%j', (kinds, id) => {
    const lessons = kinds.map((kind, at) => lesson('ab'[at]!, kind));
    expect(nextLesson(lessons)?.card.id ?? null).toBe(id);
  });
});

test('the course in one line, and in its chapters', () => {
  const lessons = [lesson('a', 'solved'), lesson('b', 'begun'), lesson('c', 'not begun', 'Failover')];
  expect(courseInWords(lessons)).toBe('1 of 3 lessons solved');
  expect(chaptersOf(lessons).map(({ title, lessons: own }) => [title, own.length])).toEqual([
    ['Replicas', 2],
    ['Failover', 1],
  ]);
});
