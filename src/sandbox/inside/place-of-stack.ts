import type { SourcePlace } from '../../trace/http.ts';
import type { LinkedModule } from './link-module.ts';

/** The learner's modules by the address they were loaded from. */
export type ModulesByAddress = ReadonlyMap<string, LinkedModule>;

/**
 * An address with line and column, in the stack traces of all three engines:
 *
 *     V8               at async getOrder (blob:null/0b6c:12:20)
 *     SpiderMonkey     async*getOrder@blob:null/0b6c:12:20
 *     JavaScriptCore   getOrder@blob:null/0b6c:12:20
 */
const positions = /((?:blob|data):[^\s()@]*?):(\d+):(\d+)/g;

/** The innermost line of the learner's files in a stack trace, or undefined when it passes through none. */
export function placeOfStack(stack: string, modules: ModulesByAddress): SourcePlace | undefined {
  for (const [, address, line, column] of stack.matchAll(positions)) {
    const module = modules.get(address!);
    if (module) return module.placeOf(Number(line), Number(column));
  }
  return undefined;
}

/** The text with every address of a learner's module written as the learner's own place: `views.ts:12:20`. Addresses
 * differ from run to run, and mean nothing to a reader. */
export function withLearnerPlaces(text: string, modules: ModulesByAddress): string {
  return text.replaceAll(positions, (whole, address: string, line: string, column: string) => {
    const place = modules.get(address)?.placeOf(Number(line), Number(column));
    return place ? `${place.file}:${place.line}:${place.column}` : whole;
  });
}
