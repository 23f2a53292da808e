/** Reads a WebAssembly module's bytes just far enough to find the code of an exported function
 * (https://webassembly.github.io/spec/core/binary/modules.html). */

const importSection = 2;
const exportSection = 7;
const codeSection = 10;
const functionKind = 0;

/** The code of one exported function: its locals and instructions. @throws when there is no such export. */
export function exportedFunctionBody(wasm: Uint8Array, name: string): Uint8Array {
  const sections = sectionsOf(wasm);
  const imported = countImportedFunctions(wasm, sections.get(importSection));
  const index = findExport(wasm, sections.get(exportSection), name);
  let { value: count, next: at } = readUnsigned(wasm, sections.get(codeSection) ?? 0);
  for (let skip = index - imported; count > 0; count--, skip--) {
    const size = readUnsigned(wasm, at);
    if (skip === 0) return wasm.subarray(size.next, size.next + size.value);
    at = size.next + size.value;
  }
  throw new Error(`The module has no code for its export ${name}.`);
}

/** An unsigned LEB128 number at `at`, and where the next thing begins. */
export function readUnsigned(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('The module ends in the middle of a number.');
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/** Section id to the position of its content. */
function sectionsOf(wasm: Uint8Array): Map<number, number> {
  const sections = new Map<number, number>();
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at]!;
    const size = readUnsigned(wasm, at + 1);
    sections.set(id, size.next);
    at = size.next + size.value;
  }
  return sections;
}

function findExport(wasm: Uint8Array, section: number | undefined, wanted: string): number {
  let { value: count, next: at } = readUnsigned(wasm, section ?? 0);
  for (; count > 0; count--) {
    const length = readUnsigned(wasm, at);
    const name = new TextDecoder().decode(wasm.subarray(length.next, length.next + length.value));
    const kindAt = length.next + length.value;
    const index = readUnsigned(wasm, kindAt + 1);
    if (name === wanted && wasm[kindAt] === functionKind) return index.value;
    at = index.next;
  }
  throw new Error(`The module exports no function ${wanted}.`);
}

function countImportedFunctions(wasm: Uint8Array, section: number | undefined): number {
  if (section === undefined) return 0;
  let functions = 0;
  let { value: count, next: at } = readUnsigned(wasm, section);
  for (; count > 0; count--) {
    for (let part = 0; part < 2; part++) {
      const length = readUnsigned(wasm, at);
      at = length.next + length.value;
    }
    const kind = wasm[at]!;
    if (kind === functionKind) functions++;
    at = skipImportType(wasm, kind, at + 1);
  }
  return functions;
}

/** A function's type index; a table's or memory's limits; a global's type and mutability; a tag's type. */
function skipImportType(wasm: Uint8Array, kind: number, at: number): number {
  switch (kind) {
    case functionKind:
      return readUnsigned(wasm, at).next;
    case 1:
      return skipLimits(wasm, at + 1);
    case 2:
      return skipLimits(wasm, at);
    case 3:
      return at + 2;
    default:
      return readUnsigned(wasm, at + 1).next;
  }
}

function skipLimits(wasm: Uint8Array, at: number): number {
  const hasMaximum = (wasm[at]! & 1) === 1;
  const minimum = readUnsigned(wasm, at + 1);
  return hasMaximum ? readUnsigned(wasm, minimum.next).next : minimum.next;
}
