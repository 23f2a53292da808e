import { CompileError } from './compiled-program.ts';

/** What the removal of types would take away, or write anew, though it is more than a type. */
const removed: readonly (readonly [pattern: RegExp, message: string])[] = [
  [
    /(?<!\bdeclare\s+)\b(?:namespace|module)\s+[\w$.]+\s*\{/g,
    'Namespaces are not available here: put what belongs together into a file of its own, and import it.',
  ],
  [/\bexport\s*=(?!=)/g, "'export =' is not available here: write export before each declaration."],
  [
    /\bimport\s+(?:type\s+)?[\w$]+\s*=\s*require\b/g,
    "'import = require()' is not available here: write import { ... } from.",
  ],
];

/**
 * TypeScript that has a meaning at run time and no counterpart in JavaScript would be lost without a word. In comments and
 * texts it stays, and so it is still there on its line in `code`, which has the lines of `source`.
 * @throws CompileError with its place
 */
export function refuseRemoved(file: string, source: string, code: string): void {
  const lines = code.split('\n');
  for (const [pattern, message] of removed) {
    for (const { 0: text, index } of source.matchAll(pattern)) {
      const before = source.slice(0, index).split('\n');
      const [firstLine = ''] = text.split('\n');
      if (lines[before.length - 1]?.includes(firstLine)) continue;
      throw new CompileError('SyntaxError', message, {
        file,
        line: before.length,
        column: before.at(-1)!.length + 1,
      });
    }
  }
}
