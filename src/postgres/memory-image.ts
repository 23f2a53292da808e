/**
 * An image of a whole server: its WebAssembly memory and its files. Putting it back takes tens of milliseconds, where a
 * start takes hundreds, and it gives every run the same bytes to begin with: the same LSN, the same transaction ids, the
 * same caches.
 *
 * Of the memory only what the program has asked for is kept, some 40 MB: beyond it all is zero. To look for the pages
 * in it that are zero too takes longer than to copy them. Files live in Emscripten's MEMFS, as nodes that the open
 * streams point to, so they are put back into the same nodes.
 */
import type { PGlite } from '@electric-sql/pglite';
import { epochMs } from '../trace/ids.ts';

type Module = PGlite['Module'];

type Bytes = Uint8Array | Int8Array | number[];

/** The parts of Emscripten's FS that its types leave out (`library_fs.js`, `library_memfs.js`). */
interface FileNode {
  name: string;
  parent: FileNode;
  mode: number;
  /** Unix milliseconds, set by every write and every change of the size. */
  mtime: number;
  usedBytes: number;
  /** Of a file: its bytes, in whatever array they were written from. Of a folder: its entries. */
  contents: Bytes | Record<string, FileNode> | null;
}
interface Stream {
  fd: number | null;
  node: FileNode;
  readonly shared: { flags?: number; position?: number };
}
interface FileSystem {
  readonly root: FileNode;
  readonly streams: (Stream | null)[];
  isFile(mode: number): boolean;
  isDir(mode: number): boolean;
  hashAddNode(node: FileNode): void;
  hashRemoveNode(node: FileNode): void;
}

interface SavedNode {
  readonly node: FileNode;
  readonly name: string;
  readonly parent: FileNode;
  readonly mode: number;
  readonly usedBytes: number;
  readonly contents: FileNode['contents'];
  /** What the node held when it last was as in the image: in place of it stands another after a change of size. */
  live: FileNode['contents'];
}
type SavedStream = {
  readonly stream: Stream;
  readonly fd: number | null;
  readonly node: FileNode;
  readonly shared: Stream['shared'];
};

/** The modification time of a file that is as in the image. Runs begin later, so a write never gives it. */
const savedAt = epochMs - 1;

export class MemoryImage {
  readonly #module: Module;
  readonly #programBreak: number;
  readonly #memory: Uint8Array;
  readonly #nodes: readonly SavedNode[];
  readonly #streams: readonly (SavedStream | null)[];
  readonly #stack: number;

  /** Takes the image. The server must not be in the middle of a call.
   * @param programBreak where the end of the memory in use is kept (`ServerAddresses`). */
  constructor(module: Module, programBreak: number) {
    this.#module = module;
    this.#programBreak = programBreak;
    const fs = fileSystem(module);
    this.#memory = module.HEAPU8.slice(0, this.#top());
    this.#nodes = [...nodesBelow(fs, fs.root)].map((node) => saveNode(node));
    this.#streams = fs.streams.map((stream) => stream && saveStream(stream));
    this.#stack = module.stackSave();
  }

  /** Puts everything back. */
  restore(): void {
    this.#restoreMemory();
    this.#restoreFiles();
    this.#module.stackRestore(this.#stack);
  }

  /** The end of the memory in use. */
  #top(): number {
    return new DataView(this.#module.HEAPU8.buffer).getUint32(this.#programBreak, true);
  }

  #restoreMemory(): void {
    const memory = this.#module.HEAPU8;
    memory.fill(0, this.#memory.length, Math.max(this.#memory.length, this.#top()));
    memory.set(this.#memory);
  }

  #restoreFiles(): void {
    const fs = fileSystem(this.#module);
    for (const node of nodesBelow(fs, fs.root)) if (node !== fs.root) fs.hashRemoveNode(node);
    for (const saved of this.#nodes) if (!isAsSaved(saved)) putBack(saved);
    for (const node of nodesBelow(fs, fs.root)) if (node !== fs.root) fs.hashAddNode(node);
    fs.streams.length = 0;
    this.#streams.forEach((saved, index) => {
      if (!saved) return;
      const { stream, fd, node, shared } = saved;
      Object.assign(stream.shared, shared);
      stream.fd = fd;
      stream.node = node;
      fs.streams[index] = stream;
    });
  }
}

const fileSystem = (module: Module): FileSystem => module.FS as FileSystem;

function* nodesBelow(fs: FileSystem, node: FileNode): Generator<FileNode> {
  const isFile = fs.isFile(node.mode);
  if (isFile || fs.isDir(node.mode)) yield node;
  if (isFile || !fs.isDir(node.mode) || !node.contents) return;
  for (const child of Object.values(node.contents as Record<string, FileNode>)) yield* nodesBelow(fs, child);
}

function saveNode(node: FileNode): SavedNode {
  const { name, parent, mode, usedBytes } = node;
  const contents = isBytes(node.contents) ? node.contents.slice(0, usedBytes) : copyOf(node.contents);
  node.mtime = savedAt;
  return { node, name, parent, mode, usedBytes, contents, live: node.contents };
}

/** Most files are never written to in a run, so they need not be copied back. Of a folder nothing is known: its entries
 * are changed in place. */
function isAsSaved({ node, name, parent, live, usedBytes }: SavedNode): boolean {
  const isUntouched = node.mtime === savedAt && node.contents === live && node.usedBytes === usedBytes;
  return isUntouched && isBytes(live) && node.name === name && node.parent === parent;
}

function putBack(saved: SavedNode): void {
  const { node, name, parent, mode, usedBytes } = saved;
  saved.live = copyOf(saved.contents);
  Object.assign(node, { name, parent, mode, usedBytes, contents: saved.live, mtime: savedAt });
}

function saveStream(stream: Stream): SavedStream {
  return { stream, fd: stream.fd, node: stream.node, shared: { ...stream.shared } };
}

function copyOf(contents: FileNode['contents']): FileNode['contents'] {
  return isBytes(contents) ? contents.slice() : contents && { ...contents };
}

function isBytes(contents: FileNode['contents']): contents is Bytes {
  return ArrayBuffer.isView(contents) || Array.isArray(contents);
}
