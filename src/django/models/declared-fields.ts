/**
 * How a model gets to know its fields. Class fields are defined on the instance, one after the other, once the base
 * constructor has returned; so the base constructor returns a proxy that takes the declarations out of their way. The
 * first instance of a class is a probe, made only to collect them.
 */
import { FieldDeclaration } from './field-declaration.ts';
import type { Model } from './model.ts';
import type { ModelClass } from './model-class.ts';

let collected: Map<string, FieldDeclaration> | null = null;

/** The fields that the class body declares, by name and in order. */
export function declaredFields(model: ModelClass): ReadonlyMap<string, FieldDeclaration> {
  const outer = collected;
  const fields = new Map<string, FieldDeclaration>();
  collected = fields;
  try {
    Reflect.construct(model, []);
    return fields;
  } finally {
    collected = outer;
  }
}

/** The proxy that collects, while a class is probed; null for an instance that someone wants. */
export function probe(instance: Model): Model | null {
  const fields = collected;
  return (
    fields &&
    new Proxy(
      instance,
      withDeclarations((name, declaration) => void fields.set(name, declaration)),
    )
  );
}

/** The instance, behind a proxy on which the declarations of the class body leave the fields' values alone. */
export function withoutDeclarations(instance: Model): Model {
  return new Proxy(instance, ignoreDeclarations);
}

function withDeclarations(take: (name: string, declaration: FieldDeclaration) => void): ProxyHandler<Model> {
  return {
    defineProperty(target, name, descriptor) {
      // A field that is only declared, `lines!: RelatedManager<OrderLine>`, comes as undefined.
      if (descriptor.value === undefined && Object.hasOwn(target, name)) return true;
      if (!(descriptor.value instanceof FieldDeclaration)) return Reflect.defineProperty(target, name, descriptor);
      take(String(name), descriptor.value);
      return true;
    },
  };
}

const ignoreDeclarations = withDeclarations(() => {});
