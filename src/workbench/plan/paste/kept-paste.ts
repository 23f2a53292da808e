/** What was pasted, as it is kept in this browser. It goes nowhere else. */
import * as z from 'zod';
import type { TextStorage } from '../../store/browser-storage.ts';

const pasted = z.object({ plan: z.string(), query: z.string() });

const keptPaste = z.object({
  version: z.literal(1),
  ...pasted.shape,
  /** What was there before it was cleared, or replaced by an example or a file. */
  before: pasted.nullable(),
});

export type Pasted = z.infer<typeof pasted>;
export type KeptPaste = z.infer<typeof keptPaste>;

export const pasteKey = 'replayground:plans';
const nothing: Pasted = { plan: '', query: '' };
const isNothing = ({ plan, query }: Pasted): boolean => plan.trim() === '' && query.trim() === '';

export function readPaste(storage: TextStorage | null): KeptPaste {
  try {
    return keptPaste.parse(JSON.parse(storage?.getItem(pasteKey) ?? ''));
  } catch {
    return { version: 1, ...nothing, before: null };
  }
}

/** Whether it is kept now: a place may be full, or closed. */
export function writePaste(storage: TextStorage | null, kept: KeptPaste): boolean {
  try {
    storage?.setItem(pasteKey, JSON.stringify(kept));
    return storage !== null;
  } catch {
    return false;
  }
}

/** Something else at once. What was there can be brought back. */
export function replaced(kept: KeptPaste, { plan, query }: Pasted = nothing): KeptPaste {
  const was = { plan: kept.plan, query: kept.query };
  return { version: 1, plan, query, before: isNothing(was) ? kept.before : was };
}

/** What was there before, in exchange. */
export const broughtBack = (kept: KeptPaste): KeptPaste =>
  kept.before ? { version: 1, ...kept.before, before: { plan: kept.plan, query: kept.query } } : kept;

/** Whether bringing back would change anything. */
export const canBringBack = ({ plan, query, before }: KeptPaste): boolean =>
  before !== null && !isNothing(before) && (before.plan !== plan || before.query !== query);
