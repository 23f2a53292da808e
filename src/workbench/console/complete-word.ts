/** What the word before the caret may become: commands, keywords, tables and columns of the node. */
import { metaCommandNames } from './psql/meta-command.ts';

/** The words of SQL that one types at a prompt of this playground. */
const keywords =
  'select from where and or not in is null order by group having limit offset join left on using as distinct count insert into values update set delete returning begin commit rollback savepoint explain analyze show create table index drop alter truncate vacuum exists between like case when then else end union all with cascade default primary key references'.split(
    ' ',
  );

export interface Names {
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
}

export interface Completion {
  /** Where the word begins in the text. */
  readonly from: number;
  /** At most eight, the likeliest first. */
  readonly words: readonly string[];
}

/** The word that ends at `caret`, with a backslash before it. */
const lastWord = /\\?[\w$]*$/;

/** Null where there is nothing to complete: no word, or a whole one. */
export function completeWord(text: string, caret: number, { tables }: Names): Completion | null {
  const before = text.slice(0, caret);
  const word = lastWord.exec(before)![0];
  if (word === '' || /[\w$]/.test(text.charAt(caret))) return null;
  const isCommand = word.startsWith('\\');
  const typed = isCommand ? word : word.toLowerCase();
  const begins = (candidate: string): boolean => candidate.startsWith(typed) && candidate !== word;
  const candidates = isCommand
    ? metaCommandNames
    : [
        ...tables.map(({ name }) => name),
        // Columns of tables that the text names come before those of the others.
        ...tables
          .toSorted((a, b) => Number(text.includes(b.name)) - Number(text.includes(a.name)))
          .flatMap(({ columns }) => columns),
        ...keywords,
      ];
  const words = [...new Set(candidates)].filter(begins).slice(0, 8);
  return words.length === 0 ? null : { from: caret - word.length, words };
}
