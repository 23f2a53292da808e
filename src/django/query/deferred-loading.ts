import { FieldError } from '../errors.ts';
import type { Field } from '../models/field.ts';
import { optionsOf } from '../models/model-options.ts';
import type { ModelOptions } from '../models/model-options.ts';

/** What `only` and `defer` have named: the only fields to load, or those not to load. */
export interface DeferredLoading {
  readonly names: ReadonlySet<string>;
  readonly isOnly: boolean;
}

export const loadAll: DeferredLoading = { names: new Set(), isOnly: false };

/** Each `defer` adds to the others, and takes away from an `only`: Django's `add_deferred_loading`. */
export function withDeferred({ names, isOnly }: DeferredLoading, added: readonly string[]): DeferredLoading {
  if (!isOnly) return { names: new Set([...names, ...added]), isOnly };
  const left = [...names].filter((name) => !added.includes(name));
  if (left.length > 0) return { names: new Set(left), isOnly };
  return { names: new Set(added.filter((name) => !names.has(name))), isOnly: false };
}

/** The last `only` counts, but for what was deferred before: Django's `add_immediate_loading`. */
export function withOnly({ names, isOnly }: DeferredLoading, wanted: readonly string[]): DeferredLoading {
  return { names: new Set(isOnly ? wanted : wanted.filter((name) => !names.has(name))), isOnly: true };
}

/** Names by what stands before `__`: of `product__name` the model's own is `product`. */
type Tree = Map<string, Tree>;

/** The fields of the model at the end of a way along foreign keys that are loaded, the primary key always among them.
 * @throws FieldError when a foreign key on the way is not */
export function loadedFields(
  { options, loading }: { readonly options: ModelOptions; readonly loading: DeferredLoading },
  way: readonly Field[],
): readonly Field[] {
  let at = options;
  let tree: Tree | undefined = treeOf(loading.names);
  for (const field of way) {
    if (!fieldsIn(at, tree, loading.isOnly).includes(field)) {
      const name = `${at.objectName}.${field.name}`;
      throw new FieldError(
        `Field ${name} cannot be both deferred and traversed using select_related at the same time.`,
      );
    }
    tree = subtree(field, tree);
    at = optionsOf(field.relation!.to());
  }
  return fieldsIn(at, tree, loading.isOnly);
}

function treeOf(names: Iterable<string>): Tree {
  const root: Tree = new Map();
  for (const name of names) {
    let tree = root;
    for (const part of name.split('__')) {
      const next: Tree = tree.get(part) ?? new Map();
      tree.set(part, next);
      tree = next;
    }
  }
  return root;
}

/** What is said of the fields on the other side. */
const subtree = (field: Field, tree: Tree | undefined): Tree | undefined =>
  tree?.get(field.name) ?? tree?.get(field.attribute);

function fieldsIn(options: ModelOptions, tree: Tree | undefined, isOnly: boolean): readonly Field[] {
  if (!tree || tree.size === 0) return options.fields;
  for (const name of tree.keys()) options.fieldNamed(name);
  return options.fields.filter((field) => {
    if (field === options.primaryKey) return true;
    const named = subtree(field, tree);
    // To defer a field on the other side is not to defer the foreign key.
    return isOnly ? named : !named || named.size > 0;
  });
}
