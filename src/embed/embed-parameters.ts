/**
 * The parameters of an embedded lesson, as they stand in its address:
 *
 *     #/embed/01-the-order-that-is-not-there?step=3&cursor=18&panels=timeline,nodes&theme=dark
 *
 * What cannot be understood is told, and the rest holds.
 */
import type { PaneId } from '../workbench/store/workbench-state.ts';
import type { ThemeChoice } from '../workbench/theme.ts';

export interface EmbedParameters {
  /** Index of the step of the lesson's text that is open. */
  readonly step?: number;
  /** Index of the event at which the first run is shown. */
  readonly cursor?: number;
  /** The panes that are shown, in this order where the layout leaves it open. At least one. */
  readonly panels?: readonly PaneId[];
  /** For this view alone. */
  readonly theme?: ThemeChoice;
}

export interface ReadEmbedParameters {
  readonly parameters: EmbedParameters;
  /** A sentence for each parameter that has no effect: its name, and what is allowed. */
  readonly problems: readonly string[];
}

export const embedPanels: readonly PaneId[] = ['lesson', 'code', 'timeline', 'shop', 'nodes', 'checks'];
const themes: readonly ThemeChoice[] = ['light', 'dark', 'system'];

/** What a reader gives for a text that it does not understand. */
interface Refused {
  readonly allowed: string;
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'allowed' in value;

const readers: { readonly [Name in keyof EmbedParameters]-?: (text: string) => EmbedParameters[Name] | Refused } = {
  step: (text) => indexOf(text, 'the number of a step, from 1'),
  cursor: (text) => indexOf(text, 'the number of an event, from 1'),
  panels: (text) => {
    const names = text.split(',').map((name) => name.trim());
    const panels = names.flatMap((name) => embedPanels.filter((panel) => panel === name));
    if (panels.length < names.length) return { allowed: `a list, with commas, of ${embedPanels.join(', ')}` };
    return [...new Set(panels)];
  },
  theme: (text) => themes.find((theme) => theme === text) ?? { allowed: themes.join(', ') },
};

const names = Object.keys(readers) as readonly (keyof EmbedParameters)[];

/** `query`: without its `?`. */
export function readEmbedParameters(query: string): ReadEmbedParameters {
  const parameters: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const known = names.find((other) => other === name);
    if (!known) problems.push(unknown(name));
    else if (known in parameters) problems.push(`“${name}” is given twice: the first one holds.`);
    else {
      const value = readers[known](text);
      if (isRefused(value)) problems.push(`“${name}=${text}” is not understood. Allowed is ${value.allowed}.`);
      else parameters[known] = value;
    }
  }
  return { parameters, problems };
}

function unknown(name: string): string {
  if (name === 'run') return '“run” has no effect: an embedded lesson starts nothing by itself.';
  return `“${name}” is no parameter of an embedded lesson. There are: ${names.join(', ')}.`;
}

/** A number from 1, as the index that it means. */
function indexOf(text: string, allowed: string): number | Refused {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) - 1 : { allowed };
}

/**
 * An index that lies within `count` things, and what to say where it did not. `name` and `noun` are as in "step=9: this lesson
 * has 7 steps".
 */
export function within(
  index: number,
  count: number,
  { name, whole, noun }: { readonly name: string; readonly whole: string; readonly noun: string },
): { readonly index: number; readonly problem: string | null } {
  if (index < count) return { index, problem: null };
  return {
    index: Math.max(0, count - 1),
    problem: `“${name}=${index + 1}” is too far: ${whole} has ${count} ${noun}. The last one is shown.`,
  };
}
