/** A lesson's prose. Its headings of the second level begin its steps, and those of its hints. */
import MarkdownIt from 'markdown-it';
import type { LessonProblem } from './lesson-problem.ts';
import type { LessonSection } from './lesson.ts';

// A lesson is part of this repository and is reviewed like its code, so its own HTML (`<details>`) is let through.
const markdown = new MarkdownIt({ html: true, typographer: false });

// A table may be wider than the column of the text, and is scrolled then, by keyboard too.
markdown.renderer.rules['table_open'] = () =>
  '<div class="wide-table" role="group" aria-label="Table" tabindex="0"><table>\n';
markdown.renderer.rules['table_close'] = () => '</table></div>\n';

/** HTML of a piece of Markdown. */
export const renderMarkdown = (text: string): string => markdown.render(text).trim();

/**
 * Splits Markdown into sections at its `## ` headings and renders each. `what` one of them is (a step, a hint) is said in
 * the problems, which go to `report`, with lines of `text`.
 */
export function renderSections(
  what: 'step' | 'hint',
  file: string,
  text: string,
  report: (problem: LessonProblem) => void,
): readonly LessonSection[] {
  const tokens = markdown.parse(text, {});
  const starts = stepStarts(tokens);
  const lineOf = (index: number): number => (tokens[index]?.map?.[0] ?? 0) + 1;

  if (starts.length === 0)
    report({ file, message: `It has no ${what}: a ${what} begins with a heading \`## Its title\`.` });
  if (tokens.length > 0 && starts[0] !== undefined && starts[0] > 0) {
    report({ file, line: lineOf(0), message: `This text stands before the first ${what} and would never be shown.` });
  }
  return starts.map((start, index) => {
    // A heading is three tokens: its opening, its text, its closing.
    const body = tokens.slice(start + 3, starts[index + 1]);
    const title = tokens[start + 1]?.content.trim() ?? '';
    if (title === '') report({ file, line: lineOf(start), message: `This ${what} has no title.` });
    else if (body.length === 0) report({ file, line: lineOf(start), message: `The ${what} "${title}" is empty.` });
    return { title, html: markdown.renderer.render(body, markdown.options, {}).trim() };
  });
}

/** How many steps a lesson's text has. */
export const countSteps = (text: string): number => stepStarts(markdown.parse(text, {})).length;

const stepStarts = (tokens: ReturnType<typeof markdown.parse>): readonly number[] =>
  tokens.flatMap((token, index) => (token.type === 'heading_open' && token.tag === 'h2' ? [index] : []));
