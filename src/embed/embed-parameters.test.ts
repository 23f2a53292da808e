import { describe, expect, test } from 'vitest';
import { embedPanels, readEmbedParameters, within } from './embed-parameters.ts';

describe('the parameters of an embedded lesson', () => {
  test('are all optional', () => {
    expect(readEmbedParameters('')).toEqual({ parameters: {}, problems: [] });
  });

  test('count from 1 in the address', () => {
    expect(readEmbedParameters('step=3&cursor=18&panels=timeline,nodes&theme=dark')).toEqual({
      parameters: { step: 2, cursor: 17, panels: ['timeline', 'nodes'], theme: 'dark' },
      problems: [],
    });
  });

  test('every panel can be asked for, and each is shown once', () => {
    expect(readEmbedParameters(`panels=${embedPanels.join()}`).parameters.panels).toEqual(embedPanels);
    expect(readEmbedParameters('panels=nodes,%20shop,nodes').parameters.panels).toEqual(['nodes', 'shop']);
  });

  test.each([
    ['step=0', /“step=0” is not understood\. Allowed is the number of a step, from 1\./],
    ['step=two', /Allowed is the number of a step/],
    ['cursor=1.5', /Allowed is the number of an event/],
    ['panels=', /Allowed is a list, with commas, of lesson, code, timeline, shop, nodes, checks\./],
    ['panels=nodes,nods', /“panels=nodes,nods” is not understood/],
    ['theme=sepia', /Allowed is light, dark, system\./],
    ['lesson=2', /“lesson” is no parameter .* There are: step, cursor, panels, theme\./],
    ['toString=1', /“toString” is no parameter/],
    ['run=1', /“run” has no effect: an embedded lesson starts nothing by itself\./],
  ])('%s is told, and the rest holds', (query, problem) => {
    const { parameters, problems } = readEmbedParameters(
      `${query}&theme=light`.replace(/^(theme=\w+)&.*/, '$1&step=1'),
    );
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(Object.keys(parameters)).toHaveLength(1);
  });

  test('of two of the same name the first holds', () => {
    expect(readEmbedParameters('step=2&step=3')).toEqual({
      parameters: { step: 1 },
      problems: ['“step” is given twice: the first one holds.'],
    });
  });
});

test('what lies beyond the end is its last, and it is said how many there are', () => {
  const words = { name: 'step', whole: 'this lesson', noun: 'steps' };
  expect(within(6, 7, words)).toEqual({ index: 6, problem: null });
  expect(within(7, 7, words)).toEqual({
    index: 6,
    problem: '“step=8” is too far: this lesson has 7 steps. The last one is shown.',
  });
});
