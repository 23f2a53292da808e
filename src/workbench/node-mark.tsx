import type { NodeName } from '../trace/ids.ts';

/** A node's name in its colour, after its shape: a square for the primary, a diamond for the replica. */
export function NodeMark({ node }: { node: NodeName }) {
  return (
    <span className={`node-mark node-mark-${node}`}>
      <span className="node-shape" aria-hidden="true" />
      {node}
    </span>
  );
}
