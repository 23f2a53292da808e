/** Where a key leads in the tree of a plan, as the ARIA pattern for trees has it. All nodes are open. */
import type { Plan } from '../../explain/plan.ts';

/** The index of the node, or null where the key leads nowhere or means nothing here. */
export function nodeForKey({ nodes }: Plan, at: number, key: string): number | null {
  switch (key) {
    case 'ArrowDown':
      return at + 1 < nodes.length ? at + 1 : null;
    case 'ArrowUp':
      return at > 0 ? at - 1 : null;
    case 'ArrowRight':
      return nodes[at]!.children[0]?.index ?? null;
    case 'ArrowLeft':
      return nodes.find(({ children }) => children.some(({ index }) => index === at))?.index ?? null;
    case 'Home':
      return 0;
    case 'End':
      return nodes.length - 1;
    default:
      return null;
  }
}
