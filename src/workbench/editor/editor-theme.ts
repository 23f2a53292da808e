import { monaco } from './monaco-setup.ts';

/** Monaco takes colours as hexadecimal numbers only, so the page's own are read where the browser has worked them out. */
function colour(property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const context = document.createElement('canvas').getContext('2d')!;
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  return context.fillStyle;
}

/** Gives the editor the page's paper and ink. Call it again when the page turns dark or light. */
export function applyEditorTheme(dark: boolean): void {
  const [paper, ink, faint, line, primary, replica, stale] = [
    '--paper-raised',
    '--ink',
    '--ink-faint',
    '--wash',
    '--primary',
    '--replica',
    '--stale',
  ].map(colour) as [string, string, string, string, string, string, string];
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
    ],
    colors: {
      'editor.background': paper,
      'editor.foreground': ink,
      'editor.lineHighlightBackground': line,
      'editor.lineHighlightBorder': line,
      'editorLineNumber.foreground': faint,
      'editorLineNumber.activeForeground': ink,
      'editorWidget.background': paper,
      focusBorder: primary,
    },
  });
  monaco.editor.setTheme('replayground');
}
