import { expect, test } from 'vitest';
import { shortcutFor, shortcuts } from './shortcuts.ts';

const press = (key: string, modifiers: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

test("a presenter's remote steps the run", () => {
  expect(shortcutFor(press('PageDown'), false)?.does).toBe('Step to the next event');
  expect(shortcutFor(press('PageUp'), false)?.does).toBe('Step back');
});

test('while one types only Ctrl+Enter is a key of the page, and Cmd+Enter on a Mac', () => {
  expect(shortcutFor(press('ArrowRight'), true)).toBeUndefined();
  expect(shortcutFor(press('p'), true)).toBeUndefined();
  expect(shortcutFor(press('Enter', { ctrlKey: true }), true)?.does).toBe('Run');
  expect(shortcutFor(press('Enter', { metaKey: true }), true)?.does).toBe('Run');
});

test("the browser's own keys are left alone", () => {
  expect(shortcutFor(press('ArrowLeft', { altKey: true }), false)).toBeUndefined();
  expect(shortcutFor(press('p', { ctrlKey: true }), false)).toBeUndefined();
});

test('every button of the run, of the replica, of the code and of the lesson has a key, and none of them where one types', () => {
  const does = (key: string) => shortcutFor(press(key), false)?.does;
  expect(['p', 's', 'n', 'b', 'h', 'd', 'r', 'u'].map(does)).toEqual([
    'Play or pause',
    'Pause or resume the replica',
    'Next step of the lesson',
    'Previous step of the lesson',
    'Show a hint, then the next',
    'See what differs from the start',
    'Reset code and delay',
    'Bring back the code from before',
  ]);
  for (const key of ['p', 's', 'n', 'b', 'h', 'd', 'r', 'u']) expect(shortcutFor(press(key), true)).toBeUndefined();
});

test('no key does two things', () => {
  const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
  expect(new Set(keys).size).toBe(keys.length);
});
