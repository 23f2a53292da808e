import { expect, it } from 'vitest';
import { renderMarkdown } from './lesson-markdown.ts';

it('a table can be scrolled by itself, by keyboard too', () => {
  const html = renderMarkdown('| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter it.');
  expect(html).toMatch(/^<div [^>]*tabindex="0"[^>]*><table>[^]*<\/table><\/div>\n<p>After it\.<\/p>$/);
});
