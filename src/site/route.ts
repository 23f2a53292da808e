import { useSyncExternalStore } from 'react';

/** Pages live behind the hash: a static host needs no rules for them, below whatever path it serves the site. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'lesson'; readonly id: string }
  /** `entry` is what the page is opened at: `QuerySet.filter`, or null for its beginning. */
  | { readonly page: 'reference'; readonly entry: string | null }
  | { readonly page: 'not found'; readonly path: string };

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, '').replace(/\/$/, '');
  if (path === '') return { page: 'home' };
  if (path === '/reference') return { page: 'reference', entry: null };
  const entry = /^\/reference\/([^/]+)$/.exec(path)?.[1];
  if (entry !== undefined) return { page: 'reference', entry: decoded(entry) };
  const id = /^\/lessons\/([\w-]+)$/.exec(path)?.[1];
  return id === undefined ? { page: 'not found', path } : { page: 'lesson', id };
}

/** An address that somebody mistyped is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const lessonHref = (id: string): string => `#/lessons/${id}`;

/** A link to an entry of the reference, or to its beginning. */
export const referenceHref = (entry?: string): string =>
  entry === undefined ? '#/reference' : `#/reference/${encodeURIComponent(entry)}`;

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}
