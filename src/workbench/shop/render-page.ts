import { Liquid } from 'liquidjs';
import type { Lesson } from '../../course/lesson.ts';

export type RenderPage = (template: string, context: unknown) => RenderedPage;

export type RenderedPage =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Renders the shop's pages. The templates are the lesson's; what they show comes from the learner's code, and so every
 * output is escaped, and a page has a bound on its size.
 */
export function pageRenderer({ templates }: Pick<Lesson, 'templates'>): RenderPage {
  const liquid = new Liquid({
    templates: { ...templates },
    outputEscape: 'escape',
    ownPropertyOnly: true,
    memoryLimit: 5_000_000,
  });
  return (template, context) => {
    if (!(template in templates)) {
      return {
        kind: 'failed',
        message: `There is no template “${template}”. There are: ${Object.keys(templates).join(', ')}.`,
      };
    }
    try {
      const scope = typeof context === 'object' && context !== null ? context : {};
      return { kind: 'html', html: liquid.renderFileSync(template, scope) as string };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  };
}
