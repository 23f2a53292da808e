import { MemoryFS, type PGlite } from '@electric-sql/pglite';
import type { DataFile } from '../simulation/postgres-node.ts';
import { fileMode, type FileNode, fileSystemOf, folderMode } from './memfs.ts';

const path = '/pglite/data';
const walPath = `${path}/pg_wal`;
const blockBytes = 512;
const permissions = 0o7777;

/** The files of a server, each folder before what is in it: what a server is started from, and what a crash leaves. */
export type DataDirectory = readonly DataFile[];

/** The files of a server that has not been started yet. PGlite's own `loadDataDir` looks up every path and copies every
 * file through the file system, which takes as long as Postgres itself needs to start. */
export class PrebuiltDataDirectory extends MemoryFS {
  readonly #files: DataDirectory;

  constructor(files: DataDirectory) {
    super();
    this.#files = files;
  }

  /** PGlite asks for this once, before it looks for a data directory. */
  override async initialSyncFs(): Promise<void> {
    const fs = fileSystemOf(this.pg!.Module);
    fs.mkdirTree(path, 0o700);
    const folders = new Map([['', fs.lookupPath(path).node]]);
    const nodes = this.#files.map((file) => ({ file, node: addNode(folders, file) }));
    // Last, since what is put into a folder changes its date.
    for (const { file, node } of nodes) if (file.mtime !== undefined) node.mtime = node.ctime = file.mtime;
  }
}

function addNode(folders: Map<string, FileNode>, { name, mode, content }: DataFile): FileNode {
  const slash = name.lastIndexOf('/');
  const folder = folders.get(name.slice(0, Math.max(slash, 0)));
  if (!folder) throw new Error(`The data directory has ${name} before its folder.`);
  const node = folder.node_ops.mknod(folder, name.slice(slash + 1), mode | (content ? fileMode : folderMode), 0);
  // A copy: the bytes may be an image's or a backup's too, and the server writes into its own.
  if (content) Object.assign(node, { contents: content.slice(), usedBytes: content.length });
  else folders.set(name, node);
  return node;
}

/** The files of a server as they stand in its file system, which knows no write that is not finished. Their bytes are the
 * server's own: a server that runs on writes into them. */
export function filesOf(module: PGlite['Module']): DataDirectory {
  return [...filesBelow(fileSystemOf(module).lookupPath(path).node, '')];
}

/** A file of the log of a server, as it stands. */
export function walFile(module: PGlite['Module'], name: string): Uint8Array | undefined {
  const folder = fileSystemOf(module).lookupPath(walPath).node.contents as Record<string, FileNode>;
  return folder[name] && bytesOf(folder[name]);
}

function* filesBelow(folder: FileNode, prefix: string): Generator<DataFile> {
  for (const node of Object.values(folder.contents as Record<string, FileNode>)) {
    const { mode, mtime } = node;
    const file = { name: prefix + node.name, mode: mode & permissions, mtime };
    if ((mode & folderMode) !== 0) {
      yield { ...file, content: null };
      yield* filesBelow(node, `${file.name}/`);
    } else yield { ...file, content: bytesOf(node) };
  }
}

function bytesOf({ contents, usedBytes }: FileNode): Uint8Array<ArrayBuffer> {
  if (contents === null) return new Uint8Array();
  if (!ArrayBuffer.isView(contents)) return Uint8Array.from(contents as number[]).subarray(0, usedBytes);
  return new Uint8Array(contents.buffer as ArrayBuffer, contents.byteOffset, usedBytes);
}

/** @param tar ustar with no names but those that fit into a header (`scripts/tar.ts`), each folder before what is in it. */
export function unpack(tar: Uint8Array<ArrayBuffer>): DataDirectory {
  return [...entriesOf(tar)];
}

function* entriesOf(tar: Uint8Array<ArrayBuffer>): Generator<DataFile> {
  for (let at = 0; tar[at];) {
    const text = (from: number, length: number): string => textOf(tar.subarray(at + from, at + from + length));
    const size = Number.parseInt(text(124, 12), 8);
    const isFolder = text(156, 1) === '5';
    const from = at + blockBytes;
    yield {
      name: text(0, 100).replace(/\/$/, ''),
      mode: Number.parseInt(text(100, 8), 8),
      content: isFolder ? null : tar.subarray(from, from + size),
    };
    at = from + Math.ceil(size / blockBytes) * blockBytes;
  }
}

/** Up to the first NUL. */
function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
