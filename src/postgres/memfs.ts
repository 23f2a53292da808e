/** What is used of Emscripten's file system in memory and its types leave out (`library_fs.js`, `library_memfs.js`). */
import type { PGlite } from '@electric-sql/pglite';

type Module = PGlite['Module'];

/** The bytes of a file, in whatever array they were written from. */
export type FileBytes = Uint8Array | Int8Array | number[];

export interface FileNode {
  name: string;
  parent: FileNode;
  mode: number;
  atime: number;
  mtime: number;
  ctime: number;
  /** Of a file: how many of its `contents` are in use. */
  usedBytes: number;
  /** Of a file: its bytes, and perhaps room for more. Of a folder: its entries. */
  contents: FileBytes | Record<string, FileNode> | null;
  readonly node_ops: { mknod(parent: FileNode, name: string, mode: number, device: number): FileNode };
  /** One object for all files, another for all folders. */
  readonly stream_ops: { write: (stream: Stream, ...rest: readonly unknown[]) => number };
}

export interface Stream {
  fd: number | null;
  node: FileNode;
  readonly shared: { flags?: number; position?: number };
}

export interface MemoryFileSystem {
  readonly root: FileNode;
  readonly streams: (Stream | null)[];
  isFile(mode: number): boolean;
  isDir(mode: number): boolean;
  hashAddNode(node: FileNode): void;
  hashRemoveNode(node: FileNode): void;
  mkdirTree(path: string, mode: number): void;
  lookupPath(path: string): { node: FileNode };
}

/** Kinds of nodes, as bits of their mode (`sys/stat.h`). */
export const folderMode = 0o040000;
export const fileMode = 0o100000;

export const fileSystemOf = (module: Module): MemoryFileSystem => module.FS as MemoryFileSystem;
