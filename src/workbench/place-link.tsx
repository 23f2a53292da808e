import type { SourcePlace } from '../trace/http.ts';
import { useActions } from './workbench-context.tsx';

/** A line of the learner's code that opens in the editor. */
export function PlaceLink({ place }: { place: SourcePlace }) {
  const { jumpTo } = useActions();
  return (
    <button type="button" className="link" onClick={() => jumpTo(place)}>
      {place.file}, line {place.line}
    </button>
  );
}
