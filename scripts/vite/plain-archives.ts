import type { ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';

/**
 * Vite's own servers send a `.gz` file with `Content-Encoding: gzip`, so that a browser unpacks it unasked; GitHub
 * Pages and most static hosts do not. This makes development and preview answer as they do: with the archive's bytes.
 */
export function plainArchives(): Plugin {
  return {
    name: 'replayground:plain-archives',
    configureServer: (server) => void server.middlewares.use(withoutContentEncoding),
    configurePreviewServer: (server) => void server.middlewares.use(withoutContentEncoding),
  };
}

function withoutContentEncoding(
  request: Connect.IncomingMessage,
  response: ServerResponse,
  next: Connect.NextFunction,
): void {
  const path = request.url?.split('?')[0] ?? '';
  if (path.endsWith('.gz')) {
    const writeHead = response.writeHead.bind(response) as (status: number, headers?: object) => ServerResponse;
    response.writeHead = ((status: number, headers: Record<string, unknown> = {}) => {
      // Development passes the header here; preview has set it before.
      const { 'Content-Encoding': _encoding, ...plain } = headers;
      response.removeHeader('Content-Encoding');
      return writeHead(status, plain);
    }) as ServerResponse['writeHead'];
  }
  next();
}
