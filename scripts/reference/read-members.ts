import type { ESTree } from 'vite';
import type { DeclarationModule } from './declaration-module.ts';

/** A method, a property or a documented constructor, as one of the declarations of a class or an interface has it. */
export interface Member {
  readonly name: string;
  readonly kind: 'method' | 'property';
  /** As TypeScript has it in an interface: `filter(...filters: readonly Filter<M>[]): QuerySet<M, Row>;`. */
  readonly signature: string;
  readonly comment: string | undefined;
  readonly module: DeclarationModule;
  readonly node: ESTree.Node;
}

/** The members that a learner may use: neither private ones, nor those that exist in types alone. */
export function membersOf(
  module: DeclarationModule,
  node: ESTree.Class | ESTree.TSInterfaceDeclaration,
): readonly Member[] {
  return node.body.body.flatMap((element): Member[] => {
    const name = memberName(module, element);
    if (name === undefined) return [];
    const isMethod =
      (element.type === 'MethodDefinition' || element.type === 'TSMethodSignature') &&
      (element.kind === 'method' || element.kind === 'constructor');
    const comment = module.commentAbove(element);
    if (name === 'constructor' && comment === undefined) return [];
    const kind = isMethod ? 'method' : 'property';
    return [{ name, kind, signature: signatureOf(module.textOf(element)), comment, module, node: element }];
  });
}

/** How an instance is made, if the class says so itself: `new (values?: object)`. */
export function constructorOf(module: DeclarationModule, node: ESTree.Class | ESTree.TSInterfaceDeclaration): string[] {
  return node.body.body.flatMap((element) => {
    const isConstructor =
      element.type === 'MethodDefinition' &&
      element.kind === 'constructor' &&
      element.accessibility !== 'private' &&
      module.commentAbove(element) === undefined;
    return isConstructor ? [signatureOf(module.textOf(element))] : [];
  });
}

function memberName(module: DeclarationModule, element: ESTree.ClassElement | ESTree.TSSignature): string | undefined {
  if (!('key' in element)) return undefined;
  if ('accessibility' in element && (element.accessibility === 'private' || element.accessibility === 'protected')) {
    return undefined;
  }
  if (element.key.type === 'PrivateIdentifier') return undefined;
  const text = module.textOf(element.key);
  if (!element.computed) return text;
  return text.startsWith('Symbol.') ? `[${text}]` : undefined;
}

/** A getter is written as the property that it is to whoever reads it. */
const signatureOf = (text: string): string =>
  text
    .replace(/^(?:abstract |override )+/, '')
    .replace(/^(static )?get (\S+?)\(\):/, '$1readonly $2:')
    .replace(/^constructor\(/, 'new (');
