import { expect, test } from 'vitest';
import { filterReference } from './filter-reference.ts';
import type { ReferenceEntry } from './reference.ts';

const entry = (id: string, python: string | null, members: readonly ReferenceEntry[] = []): ReferenceEntry => ({
  id,
  name: id.split('.').at(-1)!,
  python,
  kind: 'class',
  signatureHtml: '',
  bodyHtml: '',
  throws: [],
  links: [],
  members,
});

const chapters = [
  {
    title: 'Querysets',
    entries: [
      entry('QuerySet', 'QuerySet', [
        entry('QuerySet.valuesList', 'values_list'),
        entry('QuerySet.slice', 'queryset[start:end]'),
      ]),
    ],
  },
  { title: 'Errors', entries: [entry('Http404', 'Http404')] },
];

/** The ids that are left. */
const left = (text: string): readonly string[] =>
  filterReference(chapters, text).chapters.flatMap(({ entries }) =>
    entries.flatMap(({ id, members }) => [id, ...members.map((member) => member.id)]),
  );

test.each(['valueslist', 'values_list', ' Values_L'])('%s finds a method by either name, in its class', (text) => {
  expect(left(text)).toEqual(['QuerySet', 'QuerySet.valuesList']);
  expect(filterReference(chapters, text).count).toBe(1);
});

test('a class that fits keeps all of its members', () => {
  expect(left('queryset')).toEqual(['QuerySet', 'QuerySet.valuesList', 'QuerySet.slice']);
  expect(filterReference(chapters, 'queryset').count).toBe(3);
});

test('without a text all is there, and with a text that nothing has, nothing is', () => {
  expect(left('')).toHaveLength(4);
  expect(filterReference(chapters, 'nope')).toEqual({ chapters: [], count: 0 });
});
