import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

it('gives a built page a policy that knows the scripts it carries inline, and no others', async () => {
  const root = await mkdtemp(join(tmpdir(), 'policy-'));
  const inline = `document.documentElement.dataset.theme = 'dark';`;
  try {
    await writeFile(join(root, 'index.html'), `<!doctype html><html><head><script>${inline}</script></head></html>`);
    await build({ configFile: false, root, logLevel: 'silent', plugins: [contentSecurityPolicy()] });
    const html = await readFile(join(root, 'dist/index.html'), 'utf8');
    const policy =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const scripts = policy.split('; ').find((directive) => directive.startsWith('script-src'));
    const hash = createHash('sha256').update(inline).digest('base64');
    expect(scripts).toBe(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
  } finally {
    await rm(root, { recursive: true });
  }
});
