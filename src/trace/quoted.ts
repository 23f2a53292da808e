/** An identifier as SQL takes it, whatever is in it. */
export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** The other way round: a name as SQL has it, quoted or not. */
export const unquoted = (name: string): string =>
  name.startsWith('"') && name.endsWith('"') && name.length > 1 ? name.slice(1, -1).replaceAll('""', '"') : name;
