/** The names of types that a piece of syntax mentions, in the order in which they stand. Type parameters are among them. */
export function typeNamesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(typeNamesIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, typeName, expression } = node as Record<string, { readonly type?: string; readonly name?: string }>;
  const mentioned =
    (type as unknown) === 'TSTypeReference'
      ? typeName
      : (type as unknown) === 'TSInterfaceHeritage'
        ? expression
        : null;
  const own = mentioned?.type === 'Identifier' && mentioned.name !== undefined ? [mentioned.name] : [];
  return [...own, ...Object.values(node).flatMap(typeNamesIn)];
}
