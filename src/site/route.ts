import { useSyncExternalStore } from 'react';

/** Pages live behind the hash: a static host needs no rules for them, below whatever path it serves the site. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'lesson'; readonly id: string }
  | { readonly page: 'not found'; readonly path: string };

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, '').replace(/\/$/, '');
  if (path === '') return { page: 'home' };
  const id = /^\/lessons\/([\w-]+)$/.exec(path)?.[1];
  return id === undefined ? { page: 'not found', path } : { page: 'lesson', id };
}

export const lessonHref = (id: string): string => `#/lessons/${id}`;

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}
