/** Foreign keys seen from the rows that they point to. */
import type { Field } from './field.ts';
import { foreignKeysTo, optionsOf } from './model-options.ts';
import type { ModelOptions } from './model-options.ts';

export class ReverseRelation {
  /** The foreign key. */
  readonly field: Field;
  /** In queries: `lines`, or else the other model's name, `orderline`. */
  readonly name: string;
  /** On instances: `lines`, or else `orderlineSet`. */
  readonly accessor: string;

  constructor(field: Field) {
    const { modelName } = optionsOf(field.model);
    const { relatedName } = field.relation!;
    this.field = field;
    this.name = relatedName ?? modelName;
    this.accessor = relatedName ?? `${modelName}Set`;
  }
}

/** The foreign keys to a model, but for those that are not to be seen: `relatedName: '+'`. Models that nobody has used
 * yet, and that have no manager, are not known. */
export const reverseRelationsOf = ({ model }: ModelOptions): readonly ReverseRelation[] =>
  foreignKeysTo(model)
    .filter(({ relation }) => relation!.relatedName !== '+')
    .map((field) => new ReverseRelation(field));

/** A way to the rows that refer to one. A query may go it more than once, each time to other rows. */
export class ReverseStep {
  readonly field: Field;
  readonly name: string;
  /** From 1. */
  readonly use: number;

  constructor({ field, name }: ReverseRelation, use: number) {
    this.field = field;
    this.name = name;
    this.use = use;
  }
}

/** From one table to the next: along a foreign key, or against one. */
export type RelationStep = Field | ReverseStep;

/** The model on the other side. */
export const targetOf = (step: RelationStep): ModelOptions =>
  optionsOf(step instanceof ReverseStep ? step.field.model : step.relation!.to());

export const isSameStep = (a: RelationStep, b: RelationStep): boolean =>
  a === b || (a instanceof ReverseStep && b instanceof ReverseStep && a.field === b.field && a.use === b.use);
