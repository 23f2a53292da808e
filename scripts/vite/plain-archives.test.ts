import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createServer, preview } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainArchives } from './plain-archives.ts';

const archive = gzipSync('the bytes of a tar');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plain-archives-'));
  await writeFile(join(folder, 'snapshot.tar.gz'), archive);
});
afterAll(() => rm(folder, { recursive: true }));

const config = () => ({
  configFile: false as const,
  root: folder,
  logLevel: 'silent' as const,
  plugins: [plainArchives()],
  server: { port: 0 },
  preview: { port: 0 },
  build: { outDir: '.' },
});

it.each([
  ['development', async () => (await createServer(config())).listen()],
  ['preview', () => preview(config())],
])('the %s server sends the bytes of an archive, not what is packed in it', async (_name, start) => {
  const server = await start();
  try {
    const answer = await fetch(new URL('snapshot.tar.gz', server.resolvedUrls?.local[0]));
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(archive);
  } finally {
    await server.close();
  }
});
