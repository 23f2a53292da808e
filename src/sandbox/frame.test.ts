import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const frame = await readFile(new URL('../../public/frame.html', import.meta.url), 'utf8');

test("the frame's policy names the hash of its script, and allows nothing else but blobs", () => {
  const scripts = [...frame.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script!);
  expect(scripts).toHaveLength(1);
  const hash = createHash('sha256').update(scripts[0]!).digest('base64');
  const [, policy] = /content="([^"]+)"/.exec(frame)!;
  expect(policy).toBe(`default-src 'none'; script-src 'sha256-${hash}' blob:; worker-src blob:`);
});
