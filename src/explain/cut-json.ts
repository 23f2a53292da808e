/**
 * One value of JSON, cut out of a longer text, its grammar checked on the way: what `JSON.parse` says of a mistake differs from browser to
 * browser, and most do not say where it is. Nothing here recurs, so that no depth of nesting can exhaust the stack.
 */
import { PlanError } from './plan-error.ts';

/** Two for each level of a plan, and some for what its deepest node says. */
const mostBrackets = 1_100;

export interface CutJson {
  /** What `JSON.parse` accepts. */
  readonly json: string;
  /** Where it ends in the text. */
  readonly end: number;
}

/** A mistake, with its place, so that one before a plan can be told from one in it. */
export class JsonMistake extends PlanError {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

type Expected = 'a value' | 'a value or "]"' | 'a name or "}"' | 'a name' | '":"' | 'a comma or';

const literal = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** @throws JsonMistake that names the line */
export function cutJson(text: string, from: number): CutJson {
  const scan = new Scan(text, from);
  do scan.step();
  while (!scan.isDone);
  return { json: scan.json, end: scan.at };
}

class Scan {
  readonly #text: string;
  readonly #from: number;
  at: number;
  /** The offsets of the brackets that are open. */
  readonly #open: number[] = [];
  #expected: Expected = 'a value';
  #hasBrokenLines = false;
  isDone = false;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#from = from;
    this.at = from;
  }

  /** A string that was broken in two by a narrow window is one again. */
  get json(): string {
    const json = this.#text.slice(this.#from, this.at);
    return this.#hasBrokenLines ? withoutControls(json) : json;
  }

  step(): void {
    while (/\s/.test(this.#text.charAt(this.at))) this.at++;
    const sign = this.#text.charAt(this.at);
    if (sign === '') throw this.#endsEarly();
    if (sign === '{' || sign === '[') this.#enter(sign);
    else if (sign === '}' || sign === ']') this.#leave(sign);
    else if (sign === '"') this.#string();
    else if (sign === ',' || sign === ':') this.#separate(sign);
    else this.#literal();
  }

  #enter(bracket: '{' | '['): void {
    this.#expectValue();
    this.#open.push(this.at);
    if (this.#open.length > mostBrackets)
      throw new PlanError(`This JSON is nested more than ${mostBrackets} brackets deep, which no plan is.`);
    this.at++;
    this.#expected = bracket === '{' ? 'a name or "}"' : 'a value or "]"';
  }

  #leave(bracket: '}' | ']'): void {
    const open = this.#text.charAt(this.#open.at(-1) ?? -1);
    const isEmpty = this.#expected === (bracket === '}' ? 'a name or "}"' : 'a value or "]"');
    if (open !== (bracket === '}' ? '{' : '[') || !(isEmpty || this.#expected === 'a comma or')) throw this.#mistake();
    this.#open.pop();
    this.at++;
    this.#afterValue();
  }

  #string(): void {
    const isName = this.#expected === 'a name' || this.#expected === 'a name or "}"';
    if (!isName) this.#expectValue();
    const begin = this.at;
    for (;;) {
      const sign = this.#text.charAt(++this.at);
      if (sign === '') throw this.#endsEarly();
      if (sign === '\\') this.#escape();
      else if (sign < ' ') this.#hasBrokenLines = true;
      else if (sign === '"') break;
    }
    this.at++;
    if (this.at - begin > 1_000_000)
      throw new JsonMistake(`${this.#line(begin)} begins a text that has no end.`, begin);
    if (isName) this.#expected = '":"';
    else this.#afterValue();
  }

  #escape(): void {
    const escaped = this.#text.charAt(++this.at);
    if (escaped === '') throw this.#endsEarly();
    const isKnown =
      escaped === 'u'
        ? /^[\da-fA-F]{4}$/.test(this.#text.slice(this.at + 1, this.at + 5))
        : '"\\/bfnrt'.includes(escaped);
    if (!isKnown)
      throw new JsonMistake(`${this.#line(this.at)} has "\\${escaped}", which JSON does not know.`, this.at);
  }

  #separate(sign: ',' | ':'): void {
    if (sign === ':' && this.#expected === '":"') this.#expected = 'a value';
    else if (sign === ',' && this.#expected === 'a comma or')
      this.#expected = this.#text.charAt(this.#open.at(-1)!) === '{' ? 'a name' : 'a value';
    else throw this.#mistake();
    this.at++;
  }

  #literal(): void {
    this.#expectValue();
    literal.lastIndex = this.at;
    const found = literal.exec(this.#text)?.[0];
    // JSON has no numbers such as 007, and `JSON.parse` would refuse them.
    if (found === undefined || /^-?0\d/.test(found)) throw this.#mistake();
    this.at += found.length;
    this.#afterValue();
  }

  #expectValue(): void {
    if (this.#expected !== 'a value' && this.#expected !== 'a value or "]"') throw this.#mistake();
  }

  #afterValue(): void {
    this.#expected = 'a comma or';
    this.isDone = this.#open.length === 0;
  }

  #mistake(): JsonMistake {
    const closing = this.#text.charAt(this.#open.at(-1) ?? -1) === '{' ? '"}"' : '"]"';
    const expected = this.#expected === 'a comma or' ? `a comma or ${closing}` : this.#expected;
    const found = this.#text.slice(this.at, this.at + 30).split('\n')[0]!;
    return new JsonMistake(`${this.#line(this.at)} is no JSON: ${expected} should come where it has ${found}`, this.at);
  }

  #endsEarly(): JsonMistake {
    const open = this.#open.at(-1);
    const what =
      open === undefined
        ? 'There is no JSON in it'
        : `The "${this.#text[open]}" of line ${this.#lineOf(open)} is never closed`;
    return new JsonMistake(`This JSON ends too early. ${what}. Was all of it copied?`, this.at);
  }

  #line = (offset: number): string => `Line ${this.#lineOf(offset)}`;
  #lineOf = (offset: number): number => this.#text.slice(0, offset).split('\n').length;
}

/** JSON has no line breaks inside of a string. */
function withoutControls(json: string): string {
  let isInside = false;
  let isEscaped = false;
  let clean = '';
  for (const sign of json) {
    if (isEscaped) isEscaped = false;
    else if (isInside && sign === '\\') isEscaped = true;
    else if (sign === '"') isInside = !isInside;
    clean += isInside && sign < ' ' ? ' ' : sign;
  }
  return clean;
}
