/** Sizes of panels that share a width or a height, by their ids, in per cent of it. */
export type PanelSizes = Readonly<Record<string, number>>;

const sumOf = (sizes: PanelSizes, ids: readonly string[]): number => ids.reduce((sum, id) => sum + (sizes[id] ?? 0), 0);

/**
 * What is shown while some are folded: those have nothing (their group gives each as much as its title takes), and the
 * others share the whole as they did before. At least one must be open.
 */
export function sizesWithFolds(open: PanelSizes, folded: readonly string[]): PanelSizes {
  const ids = Object.keys(open);
  const shared = sumOf(
    open,
    ids.filter((id) => !folded.includes(id)),
  );
  return Object.fromEntries(ids.map((id) => [id, folded.includes(id) ? 0 : (open[id]! * 100) / shared]));
}

/** The other way: the sizes once nothing is folded, where `shown` was set by hand while some were. Those keep what they
 * had `before`. */
export function sizesWithoutFolds(shown: PanelSizes, folded: readonly string[], before: PanelSizes): PanelSizes {
  const ids = Object.keys(before);
  const open = ids.filter((id) => !folded.includes(id));
  const share = (100 - sumOf(before, folded)) / sumOf(shown, open);
  return Object.fromEntries(ids.map((id) => [id, folded.includes(id) ? before[id]! : shown[id]! * share]));
}
