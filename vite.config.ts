import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/vite/content-security-policy.ts';
import { djangoReference } from './scripts/vite/django-reference.ts';
import { djangoTypes } from './scripts/vite/django-types.ts';
import { plainArchives } from './scripts/vite/plain-archives.ts';
import { snapshotUrl } from './scripts/vite/snapshot-url.ts';
import { sandboxPlugin } from './src/sandbox/sandbox-plugin.ts';

// PGlite's module, as Emscripten makes it, contains `eval`, and plugins take time: warnings that nobody here can act on.
const rolldownOptions = { checks: { eval: false, bundlerTimings: false } };

export default defineConfig({
  // Relative addresses, so that the built site works below any path of a static host.
  base: './',
  plugins: [
    react(),
    djangoTypes(),
    djangoReference(),
    sandboxPlugin(),
    snapshotUrl(),
    plainArchives(),
    contentSecurityPolicy(),
  ],
  worker: { format: 'es', rolldownOptions },
  // PGlite finds its WebAssembly and data files beside its own module, which a pre-bundled copy would have left.
  optimizeDeps: { exclude: ['@electric-sql/pglite'] },
  build: {
    target: 'es2023',
    rolldownOptions: {
      ...rolldownOptions,
      // A lesson is some forty small files that are always loaded together, without what other pages need as well.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { test: /[\\/]lessons[\\/][^\\/]+[\\/]/, name: (id) => /[\\/]lessons[\\/]([^\\/]+)/.exec(id)?.[1] ?? null },
          ],
        },
      },
    },
    // A small archive inlined as a data: address could not be fetched under the site's own policy.
    assetsInlineLimit: 0,
    // Monaco's editor and its TypeScript worker are large, loaded only on the lesson page and never on its first paint.
    chunkSizeWarningLimit: 8_000,
  },
});
