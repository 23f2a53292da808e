import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { buildPlugin, pluginArchive } from '../../scripts/build-plugin.ts';

it('is built from the source that stands beside it', async () => {
  const built = Buffer.from(await buildPlugin());
  expect(built.equals(await readFile(pluginArchive)), 'run `npx tsx scripts/build-plugin.ts` and commit').toBe(true);
}, 60_000);
