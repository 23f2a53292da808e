/** Which file imports which: names resolved, missing exports and circles refused, each file after what it imports. */
import { CompileError, djangoModule } from './compiled-program.ts';
import type { ModuleRequest, ParsedModule } from './parse-module.ts';

export type ModulesByFile = ReadonlyMap<string, ParsedModule>;

/** The file (or 'django') that a request names. @throws CompileError when it names neither. */
export function resolveRequest(modules: ModulesByFile, from: string, request: ModuleRequest): string {
  const { specifier, place } = request;
  if (specifier === djangoModule) return djangoModule;
  if (!specifier.startsWith('.')) {
    const message = `Only '${djangoModule}' and your own files can be imported, not '${specifier}'.`;
    throw new CompileError('ImportError', message, place);
  }
  const path = new URL(specifier, `file:///${from}`).pathname.slice(1);
  const file = [path, `${path}.ts`].find((candidate) => modules.has(candidate));
  if (file === undefined) throw new CompileError('ImportError', `There is no file '${specifier}'.`, place);
  return file;
}

/** Each file after the files that it imports. @throws CompileError */
export function linkOrder(modules: ModulesByFile): ParsedModule[] {
  const ordered: ParsedModule[] = [];
  const done = new Set<string>();
  const visit = (module: ParsedModule, path: readonly string[]): void => {
    if (done.has(module.file)) return;
    for (const request of module.requests) {
      const target = resolveRequest(modules, module.file, request);
      if (target === djangoModule) continue;
      refuseCircle([...path, module.file, target], request);
      visit(modules.get(target)!, [...path, module.file]);
      refuseMissingExport(modules, target, request);
    }
    done.add(module.file);
    ordered.push(module);
  };
  for (const module of modules.values()) visit(module, []);
  return ordered;
}

function refuseCircle(path: readonly string[], request: ModuleRequest): void {
  const begin = path.indexOf(path.at(-1)!);
  if (begin === path.length - 1) return;
  const circle = path.slice(begin).join(' → ');
  const message = `Files cannot import each other in a circle: ${circle}. Move what both need into a file of its own.`;
  throw new CompileError('ImportError', message, request.place);
}

function refuseMissingExport(modules: ModulesByFile, target: string, request: ModuleRequest): void {
  const missing = request.names.find(({ name }) => !isExported(modules, target, name));
  if (!missing) return;
  const message =
    missing.name === 'default'
      ? `${target} has no default export. Import by name: import { ... } from '${request.specifier}'.`
      : `${target} exports nothing named '${missing.name}'. If it is a type, write 'import type'.`;
  throw new CompileError('ImportError', message, missing.place);
}

function isExported(modules: ModulesByFile, file: string, name: string): boolean {
  const module = modules.get(file)!;
  if (module.exports.has(name)) return true;
  if (name === 'default') return false;
  return module.reexportsAllOf.some((specifier) => {
    const request = module.requests.find((candidate) => candidate.specifier === specifier)!;
    const target = resolveRequest(modules, file, request);
    // What 'django' exports is known to the worker alone, which checks again when the modules are linked.
    return target === djangoModule || isExported(modules, target, name);
  });
}
