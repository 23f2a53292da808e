import type { NodeName } from '../trace/ids.ts';

/** A node's name in its colour, after its shape: a square for the primary, a diamond for the replica, a triangle for the
 * standalone server. */
export function NodeMark({ node }: { node: NodeName }) {
  return (
    <span className={`node-mark node-mark-${node}`}>
      <span className="node-shape" aria-hidden="true" />
      {node}
    </span>
  );
}

/** The shape alone, where words say whose it is. */
export function NodeShape({ node }: { node: NodeName }) {
  return (
    <span className={`node-mark node-mark-${node}`} aria-hidden="true">
      <span className="node-shape" />
    </span>
  );
}
