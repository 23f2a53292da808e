import { monaco } from './monaco-setup.ts';

/** Monaco takes colours as hexadecimal numbers only, so the page's own are read where the browser has worked them out. */
const colours = <const Names extends readonly string[]>(...names: Names): { [At in keyof Names]: string } =>
  names.map(colour) as { [At in keyof Names]: string };

function colour(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const context = document.createElement('canvas').getContext('2d')!;
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  return context.fillStyle;
}

/** Gives the editor the page's paper and ink. Call it again when the page turns dark or light. */
export function applyEditorTheme(dark: boolean): void {
  const [paper, ink, faint, wash, primary, replica, stale] = colours(
    'paper-raised',
    'ink',
    'ink-faint',
    'wash',
    'primary',
    'replica',
    'stale',
  );
  const [added, addedMark, removed, removedMark] = colours('added-wash', 'added', 'removed-wash', 'removed');
  const rule = (token: string, foreground: string, fontStyle = ''): monaco.editor.ITokenThemeRule => ({
    token,
    foreground: foreground.slice(1),
    fontStyle,
  });
  monaco.editor.defineTheme('replayground', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', ink),
      rule('comment', faint, 'italic'),
      rule('keyword', primary),
      rule('string', replica),
      rule('number', stale),
      rule('type.identifier', ink),
      rule('delimiter', faint),
      // The theme that this one inherits from has colours of its own for SQL.
      rule('string.sql', replica),
      rule('predefined.sql', ink),
      rule('operator.sql', faint),
    ],
    colors: {
      'editor.background': paper,
      'editor.foreground': ink,
      'editor.lineHighlightBackground': wash,
      'editor.lineHighlightBorder': wash,
      'editorLineNumber.foreground': faint,
      'editorLineNumber.activeForeground': ink,
      'editorWidget.background': paper,
      focusBorder: primary,
      // Pairs of brackets need no colours in files of this size.
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, faint])),
      'diffEditor.insertedLineBackground': added,
      'diffEditor.removedLineBackground': removed,
      'diffEditor.insertedTextBackground': addedMark,
      'diffEditor.removedTextBackground': removedMark,
      'diffEditor.diagonalFill': wash,
    },
  });
  monaco.editor.setTheme('replayground');
}
