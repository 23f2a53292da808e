/** Builds the data directory that every node starts from: 1 MB WAL segments, no template databases, vacuumed, set up for
 * logical decoding. Starting from it takes a quarter of a second where `initdb` takes several. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { serverConfiguration, statReplicationView } from '../src/postgres/server-configuration.ts';

const cacheFolder = fileURLToPath(new URL('../.cache/replayground/', import.meta.url));
const initdbParams = ['--wal-segsize=1', '--no-locale', '--encoding=UTF8'];

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
    JSON.stringify([serverConfiguration, statReplicationView, initdbParams]),
  ];
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input);
  return hash.digest('hex').slice(0, 16);
}

/** A tar of the data directory. */
async function buildSnapshot(): Promise<Uint8Array> {
  const server = await PGlite.create({
    postgresqlconf: [...serverConfiguration],
    initDbStartParams: initdbParams,
  });
  await server.exec(statReplicationView);
  for (const template of ['template0', 'template1']) {
    await server.exec(`update pg_database set datistemplate = false where datname = '${template}'`);
    await server.exec(`drop database ${template}`);
  }
  for (const step of ['vacuum full', 'vacuum freeze analyze', 'checkpoint', 'select pg_switch_wal()', 'checkpoint']) {
    await server.exec(step);
  }
  await dropRecycledWal(server);
  const tar = new Uint8Array(await (await server.dumpDataDir('none')).arrayBuffer());
  await server.close();
  return tar;
}

/** Takes away the segments that a checkpoint has renamed for later use: half of the data directory, and nothing in it. */
async function dropRecycledWal(server: PGlite): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    `select name from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn()) and name ~ '^[0-9A-F]{24}$'`,
  );
  for (const { name } of rows) server.Module.FS.unlink(`${PGlite.paths.PGDATA}/pg_wal/${name}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = await ensureSnapshot();
  console.log(`snapshot: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
  process.exit(0);
}
