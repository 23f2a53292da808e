/**
 * Makes loops and functions count. A loop tells that it begins and each time it comes round, a function each time it is
 * called, so that code that never yields can be named by a worker that is too busy to answer anything.
 *
 *     while (true) work();    becomes    {__sandboxEnter(0);while (true) {__sandboxTick(0);work();}}
 */
import type { AnyNode, LabeledStatement } from 'acorn';
import { base, recursive } from 'acorn-walk';
import { type Edit, enterName, tickName, type TickSite } from './compiled-program.ts';
import type { ParsedModule } from './parse-module.ts';
import { placeInSource } from './place-in-source.ts';

type LoopType = 'WhileStatement' | 'DoWhileStatement' | 'ForStatement' | 'ForInStatement' | 'ForOfStatement';
type Loop = Extract<AnyNode, { type: LoopType }>;
type CallableType = 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression';
type Callable = Extract<AnyNode, { type: CallableType }>;
type Visit = (node: AnyNode, state: null) => void;

const loopTypes: ReadonlySet<string> = new Set([
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
]);
const isLoop = (node: AnyNode): node is Loop => loopTypes.has(node.type);

/** The edits of one module, in order of their position; `sites` grows by those of the module. */
export function tickEdits(module: ParsedModule, sites: TickSite[]): Edit[] {
  const edits: Edit[] = [];
  const insert = (at: number, text: string): void => void edits.push({ start: at, end: at, text });
  const addSite = (kind: TickSite['kind'], node: AnyNode): number =>
    sites.push({ kind, place: placeInSource(module, node.loc!.start) }) - 1;

  /** `around` is the loop with its labels: `continue` needs them on the loop itself. */
  const loop = (node: Loop, around: AnyNode, visit: Visit): void => {
    const site = addSite('loop', node);
    insert(around.start, `{${enterName}(${site});`);
    for (const head of headOf(node)) visit(head, null);
    body(node.body, site, visit);
    if (node.type === 'DoWhileStatement') visit(node.test, null);
    insert(around.end, '}');
  };
  const body = (node: AnyNode, site: number, visit: Visit): void => {
    const isBlock = node.type === 'BlockStatement';
    insert(isBlock ? node.start + 1 : node.start, `${isBlock ? '' : '{'}${tickName}(${site});`);
    visit(node, null);
    if (!isBlock) insert(node.end, '}');
  };
  const callable = (node: Callable, _state: null, visit: Visit): void => {
    const site = addSite('function', node);
    for (const parameter of node.params) visit(parameter, null);
    if (node.body.type === 'BlockStatement') return body(node.body, site, visit);
    insert(node.body.start, `(${tickName}(${site}),`);
    visit(node.body, null);
    insert(node.body.end, ')');
  };
  const labeled = (node: LabeledStatement, _state: null, visit: Visit): void => {
    let inner = node.body;
    while (inner.type === 'LabeledStatement') inner = inner.body;
    if (isLoop(inner)) loop(inner, node, visit);
    else base['LabeledStatement']!(node, null, visit);
  };
  const bare = (node: Loop, _state: null, visit: Visit): void => loop(node, node, visit);

  recursive(module.tree, null, {
    WhileStatement: bare,
    DoWhileStatement: bare,
    ForStatement: bare,
    ForInStatement: bare,
    ForOfStatement: bare,
    LabeledStatement: labeled,
    FunctionDeclaration: callable,
    FunctionExpression: callable,
    ArrowFunctionExpression: callable,
  });
  // Edits at one position keep the order in which the walk made them: what begins or ends further out comes first or
  // last, as brackets must.
  return edits.toSorted((a, b) => a.start - b.start);
}

/** What stands before a loop's body and may hold functions. */
function headOf(node: Loop): AnyNode[] {
  switch (node.type) {
    case 'WhileStatement':
      return [node.test];
    case 'DoWhileStatement':
      return [];
    case 'ForStatement':
      return [node.init, node.test, node.update].filter((part) => part !== null && part !== undefined);
    case 'ForInStatement':
    case 'ForOfStatement':
      return [node.left, node.right];
  }
}
