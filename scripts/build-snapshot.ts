/** Builds the data directory that every node starts from: 1 MB WAL segments, no template databases, vacuumed, set up for
 * logical decoding. Starting from it takes a quarter of a second where `initdb` takes several. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { pg_walinspect } from '@electric-sql/pglite/contrib/pg_walinspect';
import { ownCatalog, serverConfiguration } from '../src/postgres/server-configuration.ts';
import { type TarEntry, tarOf } from './tar.ts';

const cacheFolder = fileURLToPath(new URL('../.cache/replayground/', import.meta.url));
/** With data checksums, PostgreSQL 18's default, the first read of a fresh page logs the whole page: the WAL of a small
 * shop would tell of reads more than of writes. */
const initdbParams = ['--wal-segsize=1', '--no-locale', '--encoding=UTF8', '--no-data-checksums'];

/** Counters since the build, and when that was. Without it a server begins to count at its start. */
const statistics = 'pg_stat/pgstat.stat';

/** The path of the snapshot, a .tar.gz. It is named after everything it is made from, and built when it is missing. */
export async function ensureSnapshot(): Promise<string> {
  const path = join(cacheFolder, `snapshot-${await inputsHash()}.tar.gz`);
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists) return path;
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, gzipSync(await buildSnapshot(), { level: 9 }));
  await rename(unfinished, path);
  return path;
}

async function inputsHash(): Promise<string> {
  const pglite = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), '..', 'package.json');
  const inputs = [
    await readFile(pglite),
    await readFile(fileURLToPath(import.meta.url)),
    JSON.stringify([serverConfiguration, ownCatalog, initdbParams]),
  ];
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input);
  return hash.digest('hex').slice(0, 16);
}

/** A tar of the data directory of a server that was shut down: one that was not would recover at every start. */
async function buildSnapshot(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'replayground-'));
  try {
    const current = await fillDataDirectory(folder);
    return tarOf(await entriesBelow(folder, (path) => !isRecycledWal(path, current) && path !== statistics));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Gives the name of the WAL segment that the server ended in. */
async function fillDataDirectory(folder: string): Promise<string> {
  const server = await PGlite.create(`file://${folder}`, {
    postgresqlconf: [...serverConfiguration],
    initDbStartParams: initdbParams,
    extensions: { pg_walinspect },
  });
  await server.exec('create extension pg_walinspect schema pg_catalog');
  for (const definition of ownCatalog) await server.exec(definition);
  for (const template of ['template0', 'template1']) {
    await server.exec(`update pg_database set datistemplate = false where datname = '${template}'`);
    await server.exec(`drop database ${template}`);
  }
  for (const step of ['vacuum full', 'vacuum freeze analyze', 'checkpoint', 'select pg_switch_wal()', 'checkpoint']) {
    await server.exec(step);
  }
  const { rows } = await server.query<{ name: string }>('select pg_walfile_name(pg_current_wal_lsn()) as name');
  await server.close();
  return rows[0]!.name;
}

/** A segment that a checkpoint has renamed for later use. They are half of the data directory, and nothing is in them. */
function isRecycledWal(path: string, current: string): boolean {
  const segment = /^pg_wal\/([0-9A-F]{24})$/.exec(path)?.[1];
  // The shutdown's own checkpoint may begin the next segment.
  return segment !== undefined && Number.parseInt(segment.slice(8), 16) > Number.parseInt(current.slice(8), 16) + 1;
}

async function entriesBelow(folder: string, isWanted: (path: string) => boolean): Promise<TarEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = found.map(async (entry): Promise<TarEntry> => {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).replaceAll('\\', '/');
    if (entry.isDirectory()) return { name: `${name}/`, content: null, mode: 0o700 };
    return { name, content: await readFile(path), mode: 0o600 };
  });
  return (await Promise.all(entries))
    .filter(({ name }) => isWanted(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = await ensureSnapshot();
  console.log(`snapshot: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
  process.exit(0);
}
