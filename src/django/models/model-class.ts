import type { Model } from './model.ts';
import type { Options } from './model-options.ts';

/**
 * A model as a value: the class itself, as a router is given it.
 *
 *     export class DbRouter {
 *       dbForRead(model: ModelClass, hints: Hints) {
 *         return model === Order ? 'default' : 'replica';
 *       }
 *     }
 */
export interface ModelClass<M extends Model = Model> {
  new (values?: Readonly<Record<string, unknown>>): M;
  /** `Order`: the class's own name. */
  readonly name: string;
  /** What the model says of itself: `model._meta.appLabel`. */
  readonly _meta: Options;
}
