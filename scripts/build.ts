/** `npm run build`: the static site in `dist`, and its size. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

await build({ logLevel: 'warn' });

const entries = await readdir('dist', { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
let bytes = 0;
let gzippedBytes = 0;
for (const file of files) {
  const content = await readFile(file);
  bytes += content.length;
  gzippedBytes += gzipSync(content).length;
}
const megabytes = (count: number): string => `${(count / 1e6).toFixed(1)} MB`;
console.log(`build: ${files.length} files, ${megabytes(bytes)}, ${megabytes(gzippedBytes)} gzipped`);
