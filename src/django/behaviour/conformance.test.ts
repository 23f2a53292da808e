import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConformanceCase } from './conformance-case.fixture.ts';
import { ConformanceNodes } from './conformance-nodes.fixture.ts';
import { instancesCases } from './instances.fixture.ts';
import { querysetReadsCases } from './queryset-reads.fixture.ts';
import { querysetWritesCases } from './queryset-writes.fixture.ts';
import { relationsCases } from './relations.fixture.ts';
import { routersCases } from './routers.fixture.ts';
import { transactionsCases } from './transactions.fixture.ts';

const cases = new Map(
  [
    ...routersCases,
    ...querysetReadsCases,
    ...querysetWritesCases,
    ...instancesCases,
    ...relationsCases,
    ...transactionsCases,
  ].map((one) => [one.line, one]),
);

/** A numbered line of `django-behaviour.md`, with the chapter that it stands in. */
interface Line {
  readonly chapter: string;
  readonly number: number;
  readonly text: string;
}

function linesOf(markdown: string): Line[] {
  return markdown.split(/^## /m).flatMap((section) => {
    const chapter = section.slice(0, section.indexOf('\n'));
    return [...section.matchAll(/^(\d+)\. ((?:.+\n?)(?: {2,}.+\n?)*)/gm)].map(([, number, text]) => ({
      chapter,
      number: Number(number),
      text: text!.trim().replace(/\s+/g, ' '),
    }));
  });
}

const lines = linesOf(readFileSync(new URL('django-behaviour.md', import.meta.url), 'utf8'));

let nodes: ConformanceNodes;
beforeAll(async () => {
  nodes = await ConformanceNodes.start();
});
beforeEach(async () => {
  await nodes.reset();
});
afterAll(() => nodes.close());

const missing: ConformanceCase['check'] = () => expect.fail('No case checks this line.');

describe.each([...new Set(lines.map(({ chapter }) => chapter))])('%s', (chapter) => {
  test.each(lines.filter((line) => line.chapter === chapter))('line $number: $text', async ({ number }) => {
    expect.hasAssertions();
    await (cases.get(number)?.check ?? missing)(nodes);
  });
});
