import { FieldDoesNotExist, ImproperlyConfigured } from '../errors.ts';
import { Field } from './field.ts';
import { FieldDeclaration } from './field-declaration.ts';
import type { UniqueConstraint } from './constraints.ts';
import { declaredFields } from './declared-fields.ts';
import type { Model } from './model.ts';
import type { ModelClass } from './model-class.ts';

/**
 * What a model can say of itself: `static meta = { dbTable: 'shop_order', ordering: ['-id'] }`.
 *
 * Django: [Model Meta options](https://docs.djangoproject.com/en/5.2/ref/models/options/).
 */
export interface ModelMeta {
  /** The app that the model belongs to. Default: `shop`. */
  readonly appLabel?: string;
  /** Default: the app's label and the model's name in lower case, `shop_order`. */
  readonly dbTable?: string;
  /** The order of a queryset that is given none: field names, with a minus for descending. */
  readonly ordering?: readonly string[];
  /** What `latest` and `earliest` go by when they are told nothing. */
  readonly getLatestBy?: string | readonly string[];
  /** Fields that no two rows may both share: `[['order', 'product']]`. The table must say so too. */
  readonly uniqueTogether?: readonly (readonly string[])[];
  /** What else must hold. The table must say so too. */
  readonly constraints?: readonly UniqueConstraint[];
}

const metaNames: ReadonlySet<string> = new Set<keyof ModelMeta>([
  'appLabel',
  'constraints',
  'dbTable',
  'getLatestBy',
  'ordering',
  'uniqueTogether',
]);

/**
 * What a model says of itself. Routers go by it:
 *
 *     class WarehouseRouter {
 *       dbForRead(model: ModelClass) {
 *         return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
 *       }
 *     }
 *
 * Django: [Model._meta](https://docs.djangoproject.com/en/5.2/ref/models/meta/).
 */
export interface Options {
  /** The app that it belongs to: `shop`. */
  readonly appLabel: string;
  /** Its name: `OrderLine`. */
  readonly objectName: string;
  /** Its name in lower case: `orderline`. */
  readonly modelName: string;
  /** Both: `shop.OrderLine`. */
  readonly label: string;
  /** Its table: `shop_orderline`. */
  readonly dbTable: string;
}

/** What is known of a model: Django's `Model._meta`. */
export class ModelOptions implements Options {
  readonly model: ModelClass;
  readonly appLabel: string;
  readonly objectName: string;
  readonly modelName: string;
  readonly label: string;
  readonly dbTable: string;
  readonly ordering: readonly string[];
  readonly getLatestBy: readonly string[];
  readonly uniqueTogether: readonly (readonly string[])[];
  readonly constraints: readonly UniqueConstraint[];
  readonly fields: readonly Field[];
  readonly primaryKey: Field;
  readonly #byName = new Map<string, Field>();

  constructor(model: ModelClass) {
    const meta = metaOf(model);
    this.model = model;
    this.appLabel = meta.appLabel ?? 'shop';
    this.objectName = model.name;
    this.modelName = model.name.toLowerCase();
    this.label = `${this.appLabel}.${model.name}`;
    this.dbTable = meta.dbTable ?? `${this.appLabel}_${this.modelName}`;
    this.ordering = meta.ordering ?? [];
    this.getLatestBy = [meta.getLatestBy ?? []].flat();
    this.uniqueTogether = meta.uniqueTogether ?? [];
    this.constraints = meta.constraints ?? [];
    this.fields = fieldsOf(model);
    this.primaryKey = this.fields.find(({ declaration }) => declaration.options.primaryKey)!;
    for (const field of this.fields) this.#byName.set(field.name, field).set(field.attribute, field);
    this.#byName.set('pk', this.primaryKey);
  }

  /** By its name (`product`), its attribute (`productId`), or `pk`. */
  field(name: string): Field | undefined {
    return this.#byName.get(name);
  }

  /** @throws FieldDoesNotExist when there is none */
  fieldNamed(name: string): Field {
    const field = this.field(name);
    if (!field) throw new FieldDoesNotExist(`${this.objectName} has no field named '${name}'`);
    return field;
  }

  get foreignKeys(): readonly Field[] {
    return this.fields.filter(({ relation }) => relation);
  }
}

const known = new Map<ModelClass, ModelOptions | null>();

/** A manager has seen this class. Its fields are read when they are first needed, since its body is not over yet. */
export function registerModel(model: ModelClass): void {
  if (!known.has(model)) known.set(model, null);
}

export function optionsOf(model: ModelClass): ModelOptions {
  let options = known.get(model);
  if (!options) {
    options = new ModelOptions(model);
    known.set(model, options);
  }
  return options;
}

/** The fields that new values are for, by the names that they are given under. @throws FieldDoesNotExist */
export function changedFields(options: ModelOptions, values: Readonly<Record<string, unknown>>): Map<Field, unknown> {
  return new Map(Object.entries(values).map(([name, value]) => [options.fieldNamed(name), value]));
}

export const optionsOfInstance = (instance: Model): ModelOptions => optionsOf(instance.constructor as ModelClass);

/** How many models are known so far. */
export const countModels = (): number => known.size;

/** The foreign keys of any model that point to this one. A model without a manager is not known before its first use. */
export function foreignKeysTo(target: ModelClass): readonly Field[] {
  return [...known.keys()]
    .flatMap((model) => optionsOf(model).foreignKeys)
    .filter(({ relation }) => relation?.to() === target);
}

function metaOf(model: ModelClass): ModelMeta {
  const { meta = {} } = model as { readonly meta?: ModelMeta };
  const unknown = Object.keys(meta).filter((key) => !metaNames.has(key));
  if (unknown.length > 0) throw new TypeError(`'class Meta' got invalid attribute(s): ${unknown.join(',')}`);
  return meta;
}

function fieldsOf(model: ModelClass): readonly Field[] {
  const declared = [...declaredFields(model)];
  const keys = declared.filter(([, { options }]) => options.primaryKey);
  if (keys.length > 1) {
    throw new ImproperlyConfigured(
      `The model '${model.name}' cannot have more than one field with 'primaryKey: true'.`,
    );
  }
  const id = ['id', new FieldDeclaration('AutoField', { primaryKey: true })] as const;
  return (keys.length === 0 ? [id, ...declared] : declared).map(
    ([name, declaration]) => new Field(model, name, declaration),
  );
}
