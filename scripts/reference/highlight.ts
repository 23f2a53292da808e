import hljs from 'highlight.js/lib/core';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';

hljs.registerLanguage('typescript', typescript);
hljs.registerLanguage('python', python);

/** HTML of a piece of code, its words in classes that begin with `hljs-`. */
export const highlight = (code: string, language: 'typescript' | 'python' = 'typescript'): string =>
  hljs.highlight(code, { language }).value;
