import { MemoryFS } from '@electric-sql/pglite';
import { fileMode, type FileNode, fileSystemOf, folderMode } from './memfs.ts';

const path = '/pglite/data';
const blockBytes = 512;

/**
 * The files of a server whose data directory is there from the beginning. PGlite's own `loadDataDir` looks up every path
 * and copies every file, which takes as long as Postgres itself needs to start; here each file is a part of the archive.
 */
export class PrebuiltDataDirectory extends MemoryFS {
  readonly #tar: Blob;

  /** @param tar ustar with no names but those that fit into a header (`scripts/tar.ts`), each folder before what is in it. */
  constructor(tar: Blob) {
    super();
    this.#tar = tar;
  }

  /** PGlite asks for this once, before it looks for a data directory. */
  override async initialSyncFs(): Promise<void> {
    const fs = fileSystemOf(this.pg!.Module);
    fs.mkdirTree(path, 0o700);
    const folders = new Map([['', fs.lookupPath(path).node]]);
    for (const { name, mode, content } of entriesOf(new Uint8Array(await this.#tar.arrayBuffer()))) {
      const node = addNode(folders, name, mode | (content ? fileMode : folderMode));
      if (content) Object.assign(node, { contents: content, usedBytes: content.length });
      else folders.set(name, node);
    }
  }
}

function addNode(folders: ReadonlyMap<string, FileNode>, name: string, mode: number): FileNode {
  const slash = name.lastIndexOf('/');
  const folder = folders.get(name.slice(0, Math.max(slash, 0)));
  if (!folder) throw new Error(`The archive of the data directory has ${name} before its folder.`);
  return folder.node_ops.mknod(folder, name.slice(slash + 1), mode, 0);
}

interface Entry {
  /** With no slash at its end. */
  readonly name: string;
  readonly mode: number;
  /** A part of the archive; null for a folder. */
  readonly content: Uint8Array | null;
}

function* entriesOf(tar: Uint8Array): Generator<Entry> {
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
