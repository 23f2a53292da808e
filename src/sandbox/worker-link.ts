/** A worker that holds a program, as its host sees it: a page's or Node's. */
export interface WorkerLink {
  send(text: string): void;
  /** Everything the worker says is a claim, its type included. One listener. */
  onMessage(listener: (data: unknown) => void): void;
  /** The worker ended by itself. One listener; a browser that cannot tell never calls it. */
  onDeath(listener: (death: { readonly name: string; readonly message: string }) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}
