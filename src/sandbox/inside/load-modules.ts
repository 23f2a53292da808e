/** Turns compiled modules into running ones: linked to each other, to 'django' and to the counters of loops. */
import { CompileError, type CompiledModule, djangoModule, entryFiles } from '../compile/compiled-program.ts';
import { type LinkedModule, linkModule } from './link-module.ts';
import type { Surroundings } from './surroundings.ts';

type Exports = Readonly<Record<string, unknown>>;

/** What modules can import beside the learner's own files, by name. */
export type BuiltIns = Readonly<Record<string, Exports>>;

/** Under this name the built-in modules find what they export, until they are loaded. */
const handover = '__sandboxBuiltIns';

/** Fills `byAddress` as it goes, so that an error while loading has its place, and gives the exports of the entry files.
 * @throws CompileError on an import that 'django' does not have, and whatever the learner's modules throw */
export async function loadModules(
  modules: readonly CompiledModule[],
  builtIns: BuiltIns,
  addressOfModule: Surroundings['addressOfModule'],
  byAddress: Map<string, LinkedModule>,
): Promise<readonly Exports[]> {
  refuseMissingImports(modules, builtIns[djangoModule]!);
  const addresses = await loadBuiltIns(builtIns, addressOfModule);
  for (const module of modules) {
    const linked = linkModule(module, (link) => addresses.get(link)!);
    const address = addressOfModule(linked.code);
    addresses.set(module.file, address);
    byAddress.set(address, linked);
  }
  const exports: Exports[] = [];
  for (const file of entryFiles) exports.push(await importFrom(addresses.get(file)!));
  return exports;
}

const importFrom = (address: string): Promise<Exports> => import(/* @vite-ignore */ address) as Promise<Exports>;

function refuseMissingImports(modules: readonly CompiledModule[], django: Exports): void {
  const missing = modules.flatMap(({ djangoImports }) => djangoImports).find(({ name }) => !(name in django));
  if (!missing) return;
  const message = `'${djangoModule}' exports nothing named '${missing.name}'. If it is a type, write 'import type'.`;
  throw new CompileError('ImportError', message, missing.place);
}

/** A module of a bundle has no address of its own: a small one with its names is made. */
async function loadBuiltIns(
  builtIns: BuiltIns,
  addressOfModule: Surroundings['addressOfModule'],
): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  Object.defineProperty(globalThis, handover, { value: builtIns, configurable: true });
  for (const [name, exports] of Object.entries(builtIns)) {
    const names = Object.keys(exports).join(', ');
    const address = addressOfModule(`export const { ${names} } = ${handover}[${JSON.stringify(name)}];`);
    await importFrom(address);
    addresses.set(name, address);
  }
  Reflect.deleteProperty(globalThis, handover);
  return addresses;
}
