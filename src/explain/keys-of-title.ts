/** What EXPLAIN's text says in the first words of a node, as the keys of its JSON. The other way round than `title-of.ts`. */
import type { Raw } from './read-json.ts';

const aggregates: Readonly<Record<string, string>> = {
  Aggregate: 'Plain',
  GroupAggregate: 'Sorted',
  HashAggregate: 'Hashed',
  MixedAggregate: 'Mixed',
};

const changes = new Set(['Insert', 'Update', 'Delete', 'Merge']);

/** `Parallel Index Scan Backward using order_pkey on public.shop_order o`. */
export function keysOfTitle(title: string): Raw {
  const { parallel, async, rest } = /^(?<parallel>Parallel )?(?<async>Async )?(?<rest>.+)$/.exec(title)!.groups!;
  const flags = { ...(parallel && { 'Parallel Aware': true }), ...(async && { 'Async Capable': true }) };
  const what = /^(?<name>.+?)(?: using (?<index>\S+))?(?: on (?<on>.+))?$/.exec(rest!)!.groups as {
    readonly name: string;
    readonly index?: string;
    readonly on?: string;
  };
  return {
    ...keysOfName(what.name),
    ...flags,
    ...(what.index && { 'Index Name': unquoted(what.index) }),
    ...keysOfSource(what.name, what.on),
  };
}

function keysOfName(name: string): Raw {
  const aggregate = /^(?<mode>Partial |Finalize )?(?<name>\w*Aggregate)$/.exec(name)?.groups;
  const strategy = aggregate && aggregates[aggregate['name']!];
  if (strategy)
    return { 'Node Type': 'Aggregate', Strategy: strategy, 'Partial Mode': aggregate['mode']?.trim() ?? 'Simple' };
  const setOp = /^(?<hash>Hash)?SetOp(?: (?<command>.+))?$/.exec(name)?.groups;
  if (setOp) {
    return {
      'Node Type': 'SetOp',
      Strategy: setOp['hash'] ? 'Hashed' : 'Sorted',
      ...(setOp['command'] && { Command: setOp['command'] }),
    };
  }
  const nested = /^Nested Loop(?: (?<kind>.+) Join)?$/.exec(name)?.groups;
  if (nested) return { 'Node Type': 'Nested Loop', 'Join Type': nested['kind'] ?? 'Inner' };
  const join = /^(?<method>Hash|Merge)(?: (?<kind>.+))? Join$/.exec(name)?.groups;
  if (join) return { 'Node Type': `${join['method']} Join`, 'Join Type': join['kind'] ?? 'Inner' };
  if (changes.has(name)) return { 'Node Type': 'ModifyTable', Operation: name };
  const custom = /^Custom Scan \((?<provider>.+)\)$/.exec(name)?.groups;
  if (custom) return { 'Node Type': 'Custom Scan', 'Custom Plan Provider': custom['provider'] };
  if (name.endsWith(' Backward'))
    return { 'Node Type': name.slice(0, -' Backward'.length), 'Scan Direction': 'Backward' };
  return { 'Node Type': name };
}

/** `on public.shop_order o`: which key it is depends on what scans it. */
function keysOfSource(name: string, on: string | undefined): Raw {
  if (on === undefined) return {};
  if (name.startsWith('Bitmap Index Scan')) return { 'Index Name': unquoted(on) };
  const { schema, relation, alias } =
    /^(?:(?<schema>"(?:[^"]|"")+"|[^\s".]+)\.)?(?<relation>"(?:[^"]|"")+"|\S+)(?: (?<alias>.+))?$/.exec(on)?.groups ??
    {};
  if (relation === undefined) return { Alias: on };
  const own = unquoted(relation);
  const named = { ...(schema && { Schema: unquoted(schema) }), Alias: alias ? unquoted(alias) : own };
  if (/^(CTE|WorkTable) Scan$/.test(name)) return { ...named, 'CTE Name': own };
  if (name === 'Function Scan') return { ...named, 'Function Name': own };
  if (name === 'Table Function Scan') return { ...named, 'Table Function Name': own };
  if (/^(Subquery|Values) Scan$/.test(name) || name === 'Result') return { Alias: own };
  return { ...named, 'Relation Name': own };
}

const unquoted = (name: string): string =>
  name.startsWith('"') && name.endsWith('"') && name.length > 1 ? name.slice(1, -1).replaceAll('""', '"') : name;
