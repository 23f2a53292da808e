import type { ReferenceChapter, ReferenceEntry } from './reference.ts';

export interface FilteredReference {
  /** What is left: an entry whose name fits with all of its members, any other with the members that fit. */
  readonly chapters: readonly ReferenceChapter[];
  /** How many names fit. */
  readonly count: number;
}

/** The entries whose name, here or in Python, contains the text. All of them, if it is empty. */
export function filterReference(chapters: readonly ReferenceChapter[], text: string): FilteredReference {
  const wanted = text.trim().toLowerCase();
  let count = 0;
  const fits = ({ id, name, python }: ReferenceEntry): boolean =>
    [id, name, python].some((one) => one?.toLowerCase().includes(wanted));
  const filtered = (entry: ReferenceEntry): ReferenceEntry[] => {
    const isFitting = fits(entry);
    if (isFitting) count += 1;
    const members = entry.members.flatMap(filtered);
    if (isFitting) return [entry];
    return members.length > 0 ? [{ ...entry, members }] : [];
  };
  const left = chapters.map((chapter) => ({ ...chapter, entries: chapter.entries.flatMap(filtered) }));
  return { chapters: left.filter(({ entries }) => entries.length > 0), count };
}
