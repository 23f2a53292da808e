/** What a clause of a plan says about single columns, as far as it is simple enough for an index to help. */
import { unquoted } from '../trace/quoted.ts';

export interface Condition {
  /** The alias that stands before the column, where one does. */
  readonly qualifier: string | null;
  /** A column, or an expression of one as it would stand in an index: `lower(name)`. */
  readonly key: string;
  readonly operator: string;
  /** The other side, as it stands. */
  readonly value: string;
}

/** `((a.n = 3) AND ((a.name)::text ~~ 'x%'::text))`: those that are joined by AND. What is no comparison of a column is left out. */
export const conditionsOf = (clause: string): readonly Condition[] =>
  conjuncts(clause).flatMap((part) => {
    const condition = conditionOf(part);
    return condition ? [condition] : [];
  });

/** The same of a join's clause, each comparison of two columns both ways round. */
export const joinConditionsOf = (clause: string): readonly Condition[] =>
  conditionsOf(clause).flatMap((condition) => {
    const { qualifier, key, operator, value } = condition;
    const other = operator === '=' ? qualifiedColumn.exec(value)?.groups : undefined;
    if (!other) return [condition];
    const turned = { qualifier: unquoted(other['qualifier']!), key: other['column']!, operator };
    return [condition, { ...turned, value: qualifier === null ? key : `${qualifier}.${key}` }];
  });

/** The parts of a clause that all have to hold, without the brackets around each. */
export function conjuncts(clause: string): readonly string[] {
  const text = unwrapped(clause);
  const parts = splitAtAnd(text);
  return parts.length === 1 ? [text] : parts.flatMap(conjuncts);
}

const identifier = String.raw`(?:"(?:[^"]|"")+"|[a-z_]\w*)`;
const qualifiedColumn = new RegExp(`^(?<qualifier>${identifier})\\.(?<column>${identifier})$`, 'i');
const operand = String.raw`(?<wrap>\(?)(?:(?<qualifier>${identifier})\.)?(?<column>${identifier})\)?(?:::[\w ]+(?:\(\d+\))?)?`;
const operator = String.raw`(?<operator>=|<>|<=|>=|<|>|~~\*?|!~~|IS|@>|&&)`;
const plain = new RegExp(`^${operand} ${operator} (?<value>.+)$`, 'i');
const called = new RegExp(
  String.raw`^(?<call>lower|upper)\(\(?(?:(?<qualifier>${identifier})\.)?(?<column>${identifier})\)?(?:::\w+)?\) ${operator} (?<value>.+)$`,
  'i',
);

function conditionOf(text: string): Condition | null {
  const found = plain.exec(text)?.groups ?? called.exec(text)?.groups;
  // A bracket that is closed before the end belongs to an OR.
  if (!found || !isBalanced(found['value']!)) return null;
  const { qualifier, column, call } = found;
  return {
    qualifier: qualifier ? unquoted(qualifier) : null,
    key: call ? `${call.toLowerCase()}(${column!})` : column!,
    operator: found['operator']!.toUpperCase(),
    value: found['value']!,
  };
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length && depth >= 0; at = afterToken(text, at))
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
  return depth === 0;
}

/** Without brackets that go around all of it. */
function unwrapped(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(')) return trimmed;
  return closingBracket(trimmed, 0) === trimmed.length - 1 ? unwrapped(trimmed.slice(1, -1)) : trimmed;
}

/** Where the bracket that is open at `from` is closed; -1 where it never is. */
function closingBracket(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at = afterToken(text, at)) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function splitAtAnd(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length; at = afterToken(text, at)) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (depth === 0 && text.startsWith(' AND ', at)) {
      parts.push(text.slice(begin, at));
      begin = at + ' AND '.length;
    }
  }
  return [...parts, text.slice(begin)];
}

/** Brackets and words within quotes do not count. */
function afterToken(text: string, at: number): number {
  const quote = text[at];
  if (quote !== "'" && quote !== '"') return at + 1;
  const end = text.indexOf(quote, at + 1);
  return end === -1 ? text.length : end + 1;
}
