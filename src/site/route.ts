import { useSyncExternalStore } from 'react';

/** Pages live behind the hash: a static host needs no rules for them, below whatever path it serves the site. What follows a
 * `?` there is the page's query. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'course' }
  | { readonly page: 'lesson'; readonly id: string }
  /** `query` as it stands in the address, without the `?`. */
  | { readonly page: 'embed'; readonly id: string; readonly query: string }
  /** `entry` is what the page is opened at: `QuerySet.filter`, or null for its beginning. */
  | { readonly page: 'reference'; readonly entry: string | null }
  /** Anybody's plan, pasted. */
  | { readonly page: 'plans' }
  | { readonly page: 'not found'; readonly path: string };

export function parseRoute(hash: string): Route {
  const [, address = '', query = ''] = /^#?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const path = address.replace(/\/$/, '');
  if (path === '') return { page: 'home' };
  if (path === '/course') return { page: 'course' };
  if (path === '/plans') return { page: 'plans' };
  if (path === '/reference') return { page: 'reference', entry: null };
  const entry = /^\/reference\/([^/]+)$/.exec(path)?.[1];
  if (entry !== undefined) return { page: 'reference', entry: decoded(entry) };
  const [, kind, id] = /^\/(lessons|embed)\/([\w-]+)$/.exec(path) ?? [];
  if (id === undefined) return { page: 'not found', path };
  return kind === 'embed' ? { page: 'embed', id, query } : { page: 'lesson', id };
}

/** An address that somebody mistyped is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const homeHref = '#/';
export const courseHref = '#/course';
export const plansHref = '#/plans';
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
