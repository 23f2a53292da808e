/** A pattern of psql's describing commands, as the regular expressions that it stands for
 * (https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-PATTERNS). */
export interface NamePattern {
  /** Null where none was named: then only what is in the search path is found. */
  readonly schema: string | null;
  readonly name: string;
}

/** `shop_*` is any name that begins so; `"Order"` keeps its capitals; `public.order` names the schema. Absent: any name. */
export function namePattern(text: string): NamePattern {
  let [schema, current, isQuoted]: [string | null, string, boolean] = [null, '', false];
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) current += escaped(character);
    else if (character === '*') current += '.*';
    else if (character === '?') current += '.';
    else if (character === '.' && schema === null) [schema, current] = [current, ''];
    else current += escaped(character.toLowerCase());
  }
  return { schema: schema === null ? null : whole(schema), name: whole(current) };
}

const whole = (pattern: string): string => `^(${pattern || '.*'})$`;
const escaped = (character: string): string => (/[\w$]/.test(character) ? character : `\\${character}`);

/** The condition of a catalog query on `pg_class c` joined with `pg_namespace n`. */
export function matching(pattern: NamePattern | null): string {
  if (!pattern)
    return `n.nspname <> 'pg_catalog' and n.nspname !~ '^pg_toast' and n.nspname <> 'information_schema'
       and pg_catalog.pg_table_is_visible(c.oid)`;
  const { schema, name } = pattern;
  const inSchema = schema === null ? 'pg_catalog.pg_table_is_visible(c.oid)' : `n.nspname ~ ${literal(schema)}`;
  return `c.relname ~ ${literal(name)} and ${inSchema}`;
}

const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
