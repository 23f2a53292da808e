/** What happens when a foreign key is read and assigned: Django's `ForwardManyToOneDescriptor`. */
import { allowRelation, repr, routeForRead, routeForWrite } from '../db/router.ts';
import { ValueError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { fetchOne } from '../query/fetch.ts';
import { queryWhere } from '../query/query.ts';
import type { Field } from './field.ts';
import { isModelInstance } from './is-model-instance.ts';
import { Lazy } from './lazy.ts';
import type { Model } from './model.ts';
import { modelErrors } from './model-errors.ts';
import { optionsOf, optionsOfInstance } from './model-options.ts';

/** Null where the field is, and else something to await. */
export function readRelated(instance: Model, field: Field): PromiseLike<Model> | null {
  const key = instance._state.values.get(field.attribute) ?? null;
  const known = instance._state.related.get(field.name);
  if (key === null && !known && field.nullable) return null;
  return new Lazy(async (origin) => known ?? (await loadRelated(instance, field, origin)));
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

/** @throws ValueError when it is no object of the right model, or the router does not allow the relation */
export function assignRelated(instance: Model, field: Field, value: unknown): void {
  if (value !== null) checkRelated(instance, field, value);
  const related = value as Model | null;
  instance._state.values.set(field.attribute, related && related.pk);
  instance._state.related.set(field.name, related);
}

function checkRelated(instance: Model, field: Field, value: unknown): void {
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
    throw new ValueError(`Cannot assign "${repr(value)}": the current database router prevents this relation.`);
  }
}
