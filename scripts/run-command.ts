import { spawn } from 'node:child_process';

export interface Finished {
  /** The exit code; 1 when a signal ended the command. */
  readonly code: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Print the output while it comes, beside collecting it. */
  readonly echo?: boolean;
  /** Wall-clock time after which the command and all that it started are ended, in ms. It has failed then. */
  readonly limitMs?: number;
}

/** Runs the JavaScript program of an installed package, or a script of ours, under this Node and waits for its end. */
export function runNode(args: readonly string[], options: Options = {}): Promise<Finished> {
  const { env = {}, echo = false, limitMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that what it started can be ended with it.
      detached: limitMs !== undefined,
    });
    let output = '';
    for (const [stream, target] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
        if (echo) target.write(text);
      });
    }
    const letGo = limitMs === undefined ? () => undefined : endGroupAfter(limitMs, child.pid);
    child.on('error', reject);
    child.on('close', (code) => {
      letGo();
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Ends a process group after a time, or when this process is interrupted; gives what calls it off. */
function endGroupAfter(limitMs: number, leader: number | undefined): () => void {
  const end = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    if (leader !== undefined) process.kill(-leader, signal);
  };
  const interrupted = (): void => {
    // Asked and not forced: it may have groups of its own to end.
    end('SIGTERM');
    process.exit(130);
  };
  const timer = setTimeout(() => {
    console.error(`Ended after ${limitMs / 1_000} s: it did not come to an end by itself.`);
    end('SIGKILL');
  }, limitMs);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  return () => {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, interrupted);
  };
}
