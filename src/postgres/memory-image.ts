/**
 * An image of a whole server: its WebAssembly memory and its files. Putting it back takes tens of milliseconds, where a
 * start takes hundreds, and it gives every run the same bytes to begin with: the same LSN, the same transaction ids, the
 * same caches.
 *
 * Of the memory only what the program has asked for is kept, some 30 MB: beyond it all is zero. To look for the pages
 * in it that are zero too takes longer than to copy them. Files live in Emscripten's MEMFS, as nodes that the open
 * streams point to, so they are put back into the same nodes. Their bytes are shared with the image until they are
 * written to: the first write to a file copies it.
 */
import type { PGlite } from '@electric-sql/pglite';
import { type FileBytes, type FileNode, fileSystemOf, type MemoryFileSystem, type Stream } from './memfs.ts';

type Module = PGlite['Module'];

interface SavedNode {
  readonly node: FileNode;
  readonly saved: Pick<FileNode, 'name' | 'parent' | 'mode' | 'atime' | 'mtime' | 'ctime' | 'usedBytes' | 'contents'>;
}
interface SavedStream {
  readonly stream: Stream;
  readonly fd: number | null;
  readonly node: FileNode;
  readonly shared: Stream['shared'];
}

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
    const fs = fileSystemOf(module);
    this.#memory = module.HEAPU8.slice(0, this.#top());
    this.#nodes = [...nodesBelow(fs, fs.root)].map((node) => saveNode(node));
    copyOnWrite(this.#nodes.filter(({ node }) => fs.isFile(node.mode)));
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
    const fs = fileSystemOf(this.#module);
    for (const node of nodesBelow(fs, fs.root)) if (node !== fs.root) fs.hashRemoveNode(node);
    for (const { node, saved } of this.#nodes)
      Object.assign(node, saved, { contents: unlessBytesCopy(saved.contents) });
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

function* nodesBelow(fs: MemoryFileSystem, node: FileNode): Generator<FileNode> {
  const isFile = fs.isFile(node.mode);
  if (isFile || fs.isDir(node.mode)) yield node;
  if (isFile || !fs.isDir(node.mode) || !node.contents) return;
  for (const child of Object.values(node.contents as Record<string, FileNode>)) yield* nodesBelow(fs, child);
}

function saveNode(node: FileNode): SavedNode {
  const { name, parent, mode, atime, mtime, ctime, usedBytes, contents } = node;
  return { node, saved: { name, parent, mode, atime, mtime, ctime, usedBytes, contents: unlessBytesCopy(contents) } };
}

/** The entries of a folder are changed in place. */
function unlessBytesCopy(contents: FileNode['contents']): FileNode['contents'] {
  return isBytes(contents) ? contents : contents && { ...contents };
}

function isBytes(contents: FileNode['contents']): contents is FileBytes {
  return ArrayBuffer.isView(contents) || Array.isArray(contents);
}

/** From now on a write to a file that still has the saved bytes goes to a copy of them. Nothing else changes a file's
 * bytes in place: to grow it and to cut it MEMFS takes a new array. */
function copyOnWrite(files: readonly SavedNode[]): void {
  const operations = files[0]?.node.stream_ops;
  if (!operations) return;
  const shared = new WeakSet<object>(files.map(({ saved }) => saved.contents).filter(isBytes));
  const { write } = operations;
  operations.write = (stream, ...rest) => {
    const { node } = stream;
    if (isBytes(node.contents) && shared.has(node.contents)) node.contents = node.contents.slice();
    return write(stream, ...rest);
  };
}

function saveStream(stream: Stream): SavedStream {
  return { stream, fd: stream.fd, node: stream.node, shared: { ...stream.shared } };
}
