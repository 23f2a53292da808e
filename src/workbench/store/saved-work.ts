/** What a learner did in a lesson, as it is kept in the browser's storage. */
import * as z from 'zod';
import { replicationKinds } from '../../trace/events.ts';
import { paneIds } from './workbench-state.ts';
import type { TextStorage } from './browser-storage.ts';

const sourceFiles = z.record(z.string(), z.string());

export const savedWork = z.object({
  version: z.literal(1),
  files: sourceFiles,
  /** What a reset, or the solution, replaced, so that it can be undone after a reload too. */
  beforeReset: sourceFiles.nullable(),
  /** The files came from a file of progress, and `beforeReset` is what they replaced. Until something else is saved. */
  imported: z.boolean().optional(),
  step: z.int().min(0),
  /** Every check held once. */
  solved: z.boolean().default(false),
  solutionShown: z.boolean().default(false),
  hints: z.object({ shown: z.int().min(0), open: z.boolean() }).default({ shown: 0, open: false }),
  djangoBeside: z.boolean().default(false),
  folded: z.array(z.enum(paneIds)).default([]),
  replication: z.object({
    delayMs: z.number().min(0),
    jitterMs: z.number().min(0),
    changesPerSecond: z.number().positive().nullable(),
    paused: z.boolean(),
  }),
  /** Absent in work that was saved before it could be chosen. */
  replicationKind: z.enum(replicationKinds).optional(),
  /** Absent in work that was saved before round trips could be set. */
  network: z
    .object({
      primaryRoundTripMs: z.number().min(0),
      replicaRoundTripMs: z.number().min(0),
      streamMs: z.number().min(0),
      personRoundTripMs: z.number().min(0),
    })
    .optional(),
});

export type SavedWork = z.infer<typeof savedWork>;

export const savedWorkKey = (lessonId: string): string => `replayground:lesson:${lessonId}`;

export type ReadWork =
  | { readonly kind: 'none' }
  | { readonly kind: 'work'; readonly work: SavedWork }
  /** Written by another version, or damaged. It was copied to `keptAs`, since it may hold what someone typed. */
  | { readonly kind: 'unreadable'; readonly keptAs: string };

export function parseWork(text: string): SavedWork | null {
  try {
    return savedWork.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function readWork(storage: TextStorage, lessonId: string): ReadWork {
  const key = savedWorkKey(lessonId);
  const text = storage.getItem(key);
  if (text === null) return { kind: 'none' };
  const work = parseWork(text);
  if (work) return { kind: 'work', work };
  const keptAs = `${key}:unreadable`;
  storage.setItem(keptAs, text);
  return { kind: 'unreadable', keptAs };
}

/** @throws DOMException when the storage is full */
export function writeWork(storage: TextStorage, lessonId: string, work: SavedWork): void {
  storage.setItem(savedWorkKey(lessonId), JSON.stringify(work));
}
