/** What happens when a foreign key is read and assigned: Django's `ForwardManyToOneDescriptor`. */
import { allowRelation, repr, routeForRead, routeForWrite } from '../db/router.ts';
import { ValueError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { fetchOne } from '../query/fetch.ts';
import { queryWhere } from '../query/query.ts';
import { loadField } from './deferred-field.ts';
import type { Field } from './field.ts';
import { isModelInstance } from './is-model-instance.ts';
import { Lazy } from './lazy.ts';
import type { Model } from './model.ts';
import { modelErrors } from './model-errors.ts';
import { optionsOf, optionsOfInstance } from './model-options.ts';

/** Null where the field is, and else something to await. */
export function readRelated(instance: Model, field: Field): PromiseLike<Model | null> | null {
  const key = instance._state.values.get(field.attribute) ?? null;
  const known = instance._state.related.get(field.name);
  if (!known && !instance._state.values.has(field.attribute))
    return new Lazy((origin) => loadByDeferredKey(instance, field, origin));
  if (key === null && !known && field.nullable) return null;
  return new Lazy(async (origin) => known ?? (await loadRelated(instance, field, origin)));
}

/** The key has to be loaded first. */
async function loadByDeferredKey(instance: Model, field: Field, origin: Origin): Promise<Model | null> {
  const key = await loadField(instance, field, origin);
  return key === null && field.nullable ? null : await loadRelated(instance, field, origin);
}

async function loadRelated(instance: Model, field: Field, origin: Origin): Promise<Model> {
  const target = optionsOf(field.relation!.to());
  const key = instance._state.values.get(field.attribute) ?? null;
  if (key === null) {
    const { model, objectName } = optionsOfInstance(instance);
    throw new (modelErrors(model).DoesNotExist)(`${objectName} has no ${field.name}.`);
  }
  const query = queryWhere(target, target.primaryKey, 'exact', key);
  const related = await fetchOne(query, routeForRead(target.model, { instance }), origin);
  instance._state.related.set(field.name, related);
  return related;
}

/** `refusal` is what to say instead when the router does not allow the relation.
 * @throws ValueError when it is no object of the right model, or the router does not allow the relation */
export function assignRelated(
  instance: Model,
  field: Field,
  value: unknown,
  refusal: () => string | null = () => null,
): void {
  if (value !== null) checkRelated(instance, field, value, refusal);
  const related = value as Model | null;
  instance._state.values.set(field.attribute, related && related.pk);
  instance._state.related.set(field.name, related);
}

function checkRelated(instance: Model, field: Field, value: unknown, refusal: () => string | null): void {
  const target = field.relation!.to();
  if (!(isModelInstance(value) && value instanceof target)) {
    const shown = isModelInstance(value) ? repr(value) : String(value);
    const place = `${optionsOfInstance(instance).objectName}.${field.name}`;
    throw new ValueError(`Cannot assign "${shown}": "${place}" must be a "${target.name}" instance.`);
  }
  const [own, other] = [instance._state, value._state];
  own.db ??= routeForWrite(field.model, { instance: value }).alias;
  other.db ??= routeForWrite(target, { instance }).alias;
  if (!allowRelation(value, instance)) {
    const byDefault = `Cannot assign "${repr(value)}": the current database router prevents this relation.`;
    throw new ValueError(refusal() ?? byDefault);
  }
}
