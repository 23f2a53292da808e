import { useEffect, useState } from 'react';

export type Loaded<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What `load` gives. `load` must stay the same function as long as it means the same thing. */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ kind: 'loading' });
  useEffect(() => {
    let wanted = true;
    setLoaded({ kind: 'loading' });
    load().then(
      (value) => wanted && setLoaded({ kind: 'loaded', value }),
      (error: unknown) => wanted && setLoaded({ kind: 'failed', error }),
    );
    return () => {
      wanted = false;
    };
  }, [load]);
  return loaded;
}
