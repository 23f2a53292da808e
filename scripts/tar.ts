/** A file or a folder of an archive. */
export interface TarEntry {
  /** With forward slashes; below 100 bytes. */
  readonly name: string;
  /** Null for a folder. */
  readonly content: Uint8Array | null;
  readonly mode: number;
}

const blockBytes = 512;

/** A ustar archive (POSIX.1-1988) with no times or owners in it: the same entries give the same bytes. */
export function tarOf(entries: readonly TarEntry[]): Uint8Array {
  const blocks = entries.flatMap(({ name, content, mode }) => {
    const header = headerOf(name, content, mode);
    return content ? [header, content, new Uint8Array(-content.length & (blockBytes - 1))] : [header];
  });
  return Buffer.concat([...blocks, new Uint8Array(2 * blockBytes)]);
}

function headerOf(name: string, content: Uint8Array | null, mode: number): Uint8Array {
  const header = new Uint8Array(blockBytes);
  const bytes = new TextEncoder().encode(name);
  if (bytes.length > 100) throw new Error(`A name of more than 100 bytes does not fit into ustar: ${name}`);
  const text = (at: number, value: string): void => header.set(new TextEncoder().encode(value), at);
  const octal = (at: number, value: number, digits: number): void => text(at, value.toString(8).padStart(digits, '0'));
  header.set(bytes);
  octal(100, mode, 7);
  octal(108, 0, 7);
  octal(116, 0, 7);
  octal(124, content?.length ?? 0, 11);
  octal(136, 0, 11);
  text(148, '        ');
  text(156, content ? '0' : '5');
  text(257, 'ustar\u000000');
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  octal(148, checksum, 6);
  header[154] = 0;
  return header;
}
