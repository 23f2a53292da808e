import { useEffect, useMemo, useState } from 'react';
import { useGroupRef, type GroupProps } from 'react-resizable-panels';
import { sizesWithFolds, sizesWithoutFolds, type PanelSizes } from './panel-sizes.ts';
import { readSizes, writeSizes } from './panel-storage.ts';

/** What is smaller is folded, in per cent. It is between the smallest panel that is open and the title of a folded one. */
const foldBelow = 11;

interface FoldablePanels {
  /** Under which the sizes are kept that were set by hand. */
  readonly storageKey: string;
  /** The sizes until then. */
  readonly sizes: PanelSizes;
  /** The ids of the panels that are folded; not all of them. */
  readonly folded: readonly string[];
  /** Told the ids that are folded once a divider was moved. */
  readonly onFold: (folded: readonly string[]) => void;
}

/** Makes a group of panels, each with `foldablePanel`, show these sizes and folds, and remember what is set by hand. */
export function useFoldablePanels({ storageKey, sizes, folded, onFold }: FoldablePanels): GroupProps {
  const groupRef = useGroupRef();
  const [moved, setMoved] = useState<Readonly<Record<string, PanelSizes>>>({});
  const ids = Object.keys(sizes).join();
  const saved = useMemo(() => readSizes(storageKey, ids.split(',')), [storageKey, ids]);
  const open = moved[storageKey] ?? saved ?? sizes;
  const shown = sizesWithFolds(open, folded);
  // As text, so that it is set when it has changed, and not under the hand of someone who moves a divider.
  const wanted = JSON.stringify(shown);
  useEffect(() => void groupRef.current?.setLayout(JSON.parse(wanted) as Record<string, number>), [groupRef, wanted]);
  return {
    groupRef,
    defaultLayout: shown,
    onLayoutChanged: (layout, { isUserInteraction }) => {
      if (!isUserInteraction) return;
      const foldedNow = Object.keys(layout).filter((id) => layout[id]! < foldBelow);
      const openNow = sizesWithoutFolds(layout, foldedNow, open);
      writeSizes(storageKey, openNow);
      setMoved((all) => ({ ...all, [storageKey]: openNow }));
      onFold(foldedNow);
    },
  };
}

/** A folded panel is as large as the title of a pane (`--pane-title`). */
export const foldablePanel = { collapsible: true, collapsedSize: '34px' } as const;
