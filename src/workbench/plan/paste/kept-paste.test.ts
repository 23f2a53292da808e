import { expect, it } from 'vitest';
import { memoryStorage } from '../../fixtures/memory-storage.fixture.ts';
import { broughtBack, canBringBack, type KeptPaste, pasteKey, readPaste, replaced, writePaste } from './kept-paste.ts';

const mine: KeptPaste = { version: 1, plan: 'Seq Scan', query: 'select 1', before: null };

it('keeps what was pasted, and begins anew where what is kept is damaged', () => {
  const storage = memoryStorage();
  expect(writePaste(storage, mine)).toBe(true);
  expect(readPaste(storage)).toEqual(mine);
  storage.setItem(pasteKey, JSON.stringify({ ...mine, version: 2 }));
  expect(readPaste(storage)).toEqual({ version: 1, plan: '', query: '', before: null });
  expect(readPaste(null).plan).toBe('');
});

it('says that it keeps nothing where the browser refuses it', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(writePaste(full, mine)).toBe(false);
  expect(writePaste(null, mine)).toBe(false);
});

it('brings back what was cleared or replaced, and what that replaced in turn', () => {
  expect(canBringBack(mine)).toBe(false);
  const cleared = replaced(mine);
  expect(cleared).toMatchObject({ plan: '', query: '' });
  expect(canBringBack(cleared)).toBe(true);
  // An example on an empty page takes nothing away.
  const example = replaced(cleared, { plan: 'Result', query: '' });
  const back = broughtBack(example);
  expect(back).toMatchObject({ plan: 'Seq Scan', query: 'select 1' });
  expect(broughtBack(back)).toMatchObject({ plan: 'Result', query: '' });
});
