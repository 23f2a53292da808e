import type { ProgramRefused } from '../../simulation/program.ts';
import {
  type CompiledModule,
  type CompiledProgram,
  CompileError,
  djangoModule,
  type Edit,
  enterName,
  entryFiles,
  tickName,
  type TickSite,
  ticksModule,
} from './compiled-program.ts';
import { linkOrder, type ModulesByFile, resolveRequest } from './link-order.ts';
import { type ParsedModule, parseModule } from './parse-module.ts';
import { tickEdits } from './tick-edits.ts';

/**
 * The learner's TypeScript files (by name; others than `*.ts` are left alone) as modules to be linked and run. Pure: it
 * runs none of them. The first error found is the refusal, with its place in the learner's file.
 */
export function compileFiles(
  files: Readonly<Record<string, string>>,
): { readonly kind: 'compiled'; readonly program: CompiledProgram } | ProgramRefused {
  try {
    return { kind: 'compiled', program: compile(files) };
  } catch (error) {
    if (error instanceof CompileError) return { kind: 'refused', error: error.error };
    throw error;
  }
}

function compile(files: Readonly<Record<string, string>>): CompiledProgram {
  const names = Object.keys(files)
    .filter((name) => name.endsWith('.ts'))
    .toSorted();
  for (const entry of entryFiles) {
    if (!names.includes(entry)) throw new CompileError('ImportError', `There is no ${entry}.`);
  }
  const modules: ModulesByFile = new Map(names.map((name) => [name, parseModule(name, files[name]!)]));
  const sites: TickSite[] = [];
  return { modules: linkOrder(modules).map((module) => compileModule(modules, module, sites)), sites };
}

function compileModule(modules: ModulesByFile, module: ParsedModule, sites: TickSite[]): CompiledModule {
  const { file, code, columns, requests } = module;
  const links = requests.map((request) => ({ request, target: resolveRequest(modules, file, request) }));
  const linkEdits = links.map(({ request: { start, end }, target }): Edit => ({ start, end, link: target }));
  const edits = [
    ...importOfTicks,
    ...[...linkEdits, ...tickEdits(module, sites)].toSorted((a, b) => a.start - b.start),
  ];
  const djangoImports = links.filter(({ target }) => target === djangoModule).flatMap(({ request }) => request.names);
  return { file, code, edits, columns, djangoImports };
}

const importOfTicks: readonly Edit[] = [
  { start: 0, end: 0, text: `import{tick as ${tickName},enter as ${enterName}}from` },
  { start: 0, end: 0, link: ticksModule },
  { start: 0, end: 0, text: ';' },
];
