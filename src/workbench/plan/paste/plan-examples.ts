import type { Pasted } from './kept-paste.ts';

/** Their texts lie in files of their own, and are fetched when one is asked for. */
const texts = import.meta.glob<string>('./examples/*/*.{txt,sql}', { query: '?raw', import: 'default' });

const titles = {
  'few-of-many': 'A few rows of many',
  'wrong-guess': 'A wrong guess',
  'once-for-each-row': 'Once for each row',
} as const;

export type ExampleId = keyof typeof titles;

export const planExamples = Object.entries(titles).map(([id, title]) => ({ id: id as ExampleId, title }));

export async function loadExample(id: ExampleId): Promise<Pasted> {
  const [plan, query] = await Promise.all(
    ['plan.txt', 'query.sql'].map((file) => texts[`./examples/${id}/${file}`]!()),
  );
  return { plan: plan!, query: query! };
}
