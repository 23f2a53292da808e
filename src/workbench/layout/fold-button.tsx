import { Icon } from '../icon.tsx';
import { useActions } from '../workbench-context.tsx';
import { paneTitles, type Place } from './layout.ts';

/** Folds the panes of a place down to their title, and unfolds them. */
export function FoldButton({ place: { panes }, folded }: { place: Place; folded: boolean }) {
  const { foldPanes } = useActions();
  const name = `${folded ? 'Unfold' : 'Fold'} ${panes.map((pane) => paneTitles[pane]).join(', ')}`;
  return (
    <button
      type="button"
      className="fold"
      aria-label={name}
      aria-expanded={!folded}
      title={name}
      onClick={() => foldPanes(panes, !folded)}
    >
      <Icon name="chevron" />
    </button>
  );
}
