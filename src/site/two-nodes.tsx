import { NodeMark } from '../workbench/node-mark.tsx';

/** The whole subject in one picture: a commit that one server has and the other does not have yet. */
export function TwoNodes() {
  return (
    <figure className="two-nodes">
      <div className="two-nodes-node" data-node="primary">
        <NodeMark node="primary" />
        <code>0/1A2B30</code>
        <p>order 7: apple juice</p>
      </div>
      <div className="two-nodes-way" aria-hidden="true">
        <span />
      </div>
      <div className="two-nodes-node" data-node="replica">
        <NodeMark node="replica" />
        <code>0/1A2A08</code>
        <p className="stale-word">order 7 is missing</p>
      </div>
      <figcaption>Ana was told OK by the one, and asks the other for her order.</figcaption>
    </figure>
  );
}
