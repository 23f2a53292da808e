import { ModelState } from './model-state.ts';
import type { Model } from './model.ts';

/** Told by its state, so that the querysets need not import the models, which import them. */
export function isModelInstance(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && (value as Partial<Model>)._state instanceof ModelState;
}
