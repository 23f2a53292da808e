import type { Lesson } from '../../course/lesson.ts';
import type { Scenario } from '../../simulation/scenario.ts';
import { defaultSettings } from '../../trace/settings.ts';

const sources = import.meta.glob<string>('../../../home-shop/*.{ts,sql}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.fromEntries(Object.entries(sources).map(([path, text]) => [path.split('/').at(-1)!, text]));
const { 'schema.sql': schemaSql = '', ...program } = files;

/** Whoever reads the home page. The shop knows its customers by name. */
export const visitor = 'You';

/** The customer opens their orders. Whatever they do afterwards is added at the moment at which they do it. The distances
 * are those of a customer who is far from the shop, so that an eye can follow their requests. */
const scenario: Scenario = {
  seed: 1,
  settings: {
    ...defaultSettings,
    replication: { ...defaultSettings.replication, delayMs: 3_000 },
    network: { primaryRoundTripMs: 120, replicaRoundTripMs: 8, streamMs: 60, personRoundTripMs: 320 },
  },
  people: [{ name: visitor, startsAt: 0, steps: [{ visit: '/orders/' }] }],
};

/** The shop of the home page, for an engine: a lesson that has no text and judges nobody. */
export const homeShop: Lesson = {
  id: 'home-shop',
  title: 'The shop on the home page',
  summary: '',
  minutes: 0,
  chapter: '',
  steps: [],
  hints: [],
  afterSolving: 0,
  schemaSql,
  replication: 'logical',
  given: program,
  starter: {},
  solution: {},
  alsoRight: [],
  wrong: [],
  templates: {},
  django: '',
  scenario,
  hidden: [],
  checks: [],
};

/** The rows of `schema.sql`, to be shown before any server has started. */
export const rowsAtRest: readonly (readonly [id: string, customer: string, juice: string])[] = [
  ['1', 'Ana', 'Apple juice'],
  ['2', 'Ben', 'Pear juice'],
  ['3', 'Cleo', 'Quince juice'],
];
