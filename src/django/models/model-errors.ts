import { MultipleObjectsReturned, ObjectDoesNotExist } from '../errors.ts';
import type { ModelClass } from './model-class.ts';

interface ModelErrors {
  readonly DoesNotExist: typeof ObjectDoesNotExist;
  readonly MultipleObjectsReturned: typeof MultipleObjectsReturned;
}

const errorsByModel = new WeakMap<ModelClass, ModelErrors>();

/** A model's own error classes, so that `instanceof Product.DoesNotExist` tells a missing product from a missing order. */
export function modelErrors(model: ModelClass): ModelErrors {
  let errors = errorsByModel.get(model);
  if (!errors) {
    errors = {
      DoesNotExist: class extends ObjectDoesNotExist {},
      MultipleObjectsReturned: class extends MultipleObjectsReturned {},
    };
    errorsByModel.set(model, errors);
  }
  return errors;
}
