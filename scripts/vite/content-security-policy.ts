import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * What the site's own pages may do, written into the built HTML since a static host sets no headers. Learner code has a
 * far stricter policy of its own, in its frame. Development goes without: Vite's hot reloading needs inline scripts.
 */
const directives = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'", 'blob:'],
  'frame-src': ["'self'"],
  // Monaco writes its theme into style elements.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

const inlineScript = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** Puts the policy into every built page, with the hashes of the scripts that the page carries inline. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'replayground:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const hashes = [...html.matchAll(inlineScript)].map(
          ([, source = '']) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`,
        );
        const content = Object.entries(directives)
          .map(([name, sources]) => [name, ...sources, ...(name === 'script-src' ? hashes : [])].join(' '))
          .join('; ');
        return [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' }];
      },
    },
  };
}
