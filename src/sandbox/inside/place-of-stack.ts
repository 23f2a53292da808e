import type { SourcePlace } from '../../trace/http.ts';
import type { LinkedModule } from './link-module.ts';

/** The learner's modules by the address they were loaded from. */
export type ModulesByAddress = ReadonlyMap<string, LinkedModule>;

/**
 * An address that the sandbox loaded code from, and where it is followed by them, line and column, as in the stack traces
 * of all three engines:
 *
 *     V8               at async getOrder (blob:null/0b6c:12:20)
 *     SpiderMonkey     async*getOrder@blob:null/0b6c:12:20
 *     JavaScriptCore   getOrder@blob:null/0b6c:12:20
 */
const addresses = /(blob:null\/[\da-f-]{36}|data:text\/javascript;base64,[\w+/=]+)(?::(\d+):(\d+))?/g;

/** The innermost line of the learner's files in a stack trace, or undefined when it passes through none. */
export function placeOfStack(stack: string, modules: ModulesByAddress): SourcePlace | undefined {
  for (const [, address, line, column] of stack.matchAll(addresses)) {
    const module = modules.get(address!);
    if (module && line) return module.placeOf(Number(line), Number(column));
  }
  return undefined;
}

/** The text with every address of a learner's module written as the learner's own place, `views.ts:12:20`, and that of
 * any other code as `django`. A browser draws addresses by lot: they differ from run to run. */
export function withLearnerPlaces(text: string, modules: ModulesByAddress): string {
  return text.replaceAll(addresses, (whole, address: string, line?: string, column?: string) => {
    const module = modules.get(address);
    if (!module) return whole.startsWith('blob:') ? 'django' : whole;
    if (line === undefined) return module.file;
    const place = module.placeOf(Number(line), Number(column));
    return `${place.file}:${place.line}:${place.column}`;
  });
}
