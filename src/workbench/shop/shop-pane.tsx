import { Tabs } from '@base-ui/react/tabs';
import { useMemo } from 'react';
import type { Lesson } from '../../course/lesson.ts';
import type { RunView } from '../../trace/view.ts';
import type { PageView, PersonView } from '../../trace/view-people.ts';
import { ProgramErrorText } from '../program-error-text.tsx';
import { TabStrip } from '../tab-strip.tsx';
import { useActions, useDeferredRunView, useWorkbenchState } from '../workbench-context.tsx';
import { InertPage } from './inert-page.tsx';
import { pageRenderer, type RenderedPage, type RenderPage } from './render-page.ts';
import './shop.css';

/** The browser of one person of the run, as it is at the cursor. */
export function ShopPane() {
  const { choosePerson } = useActions();
  const view = useDeferredRunView();
  const chosen = useWorkbenchState((state) => state.person);
  const planned = useWorkbenchState((state) => state.lesson.scenario.people);
  const people = view && view.people.length > 0 ? view.people : planned.map(({ name }) => atHome(name));
  const person = people.find(({ name }) => name === chosen) ?? people[0];
  if (!person) return <p className="empty-pane">Nobody visits the shop in this run.</p>;
  return (
    <Tabs.Root className="shop" value={person.name} onValueChange={(name: string) => choosePerson(name)}>
      <TabStrip label="Whose browser" active={person.name}>
        {people.map(({ name, waitingFor }) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {name}
            <span className="waiting-dot" data-waiting={waitingFor !== null || undefined} />
          </Tabs.Tab>
        ))}
      </TabStrip>
      <Tabs.Panel value={person.name} className="browser" tabIndex={-1}>
        <AddressBar person={person} />
        <div className="browser-progress" data-waiting={person.waitingFor !== null || undefined} />
        {person.waitingFor && view && <NeverAnswered view={view} />}
        <BrowserPage person={person} />
        <StatusBar person={person} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

const atHome = (name: string): PersonView => ({ name, address: '', waitingFor: null, page: null, cookies: {} });

function AddressBar({ person }: { person: PersonView }) {
  const { page, waitingFor } = person;
  const status = waitingFor ? `${waitingFor.method} …` : page ? String(page.response.status) : '';
  return (
    <div className="address-bar">
      <span className="address" aria-label="Address">
        {person.address === '' ? <span className="null">not in the shop yet</span> : <>juice.example{person.address}</>}
      </span>
      <span className="status" data-bad={(!waitingFor && page !== null && page.response.status >= 400) || undefined}>
        {status}
      </span>
    </div>
  );
}

function BrowserPage({ person }: { person: PersonView }) {
  const templates = useWorkbenchState((state) => state.lesson.templates);
  const render = useMemo(() => pageRenderer({ templates }), [templates]);
  const { page, name } = person;
  const rendered = useMemo(() => page && renderResponse(page, templates, render), [page, templates, render]);
  // A group that can be scrolled by keyboard.
  return (
    <div className="browser-page" tabIndex={0} role="group" aria-label={`The page that ${name} sees`}>
      {!page && <p className="blank-page">{name} has not seen a page yet.</p>}
      {rendered?.kind === 'html' && <InertPage html={rendered.html} label={`${name}'s page`} />}
      {rendered?.kind === 'failed' && (
        <p className="error-page">The template could not be rendered. {rendered.message}</p>
      )}
      {page && (!rendered || page.response.error) && <ErrorPage page={page} bare={rendered !== null} />}
    </div>
  );
}

/** The page as the shop made it. As in Django, the template `404` is what a missing page looks like, where there is one.
 * Null when the answer has no page of the shop's. */
function renderResponse(page: PageView, templates: Lesson['templates'], render: RenderPage): RenderedPage | null {
  const { template, context, status } = page.response;
  if (template !== undefined) return render(template, context);
  const byStatus = String(status);
  return byStatus in templates ? render(byStatus, { path: page.path }) : null;
}

/** What Django shows in debug mode: the error, and where in the learner's code. `bare`: below a page of the shop's. */
function ErrorPage({ page: { response }, bare }: { page: PageView; bare: boolean }) {
  return (
    <div className="error-page" data-bare={bare || undefined}>
      {!bare && <h3>{response.status}</h3>}
      {response.error ? <ProgramErrorText error={response.error} /> : <p>The answer has no page.</p>}
    </div>
  );
}

/** Why somebody waits in vain, once that is known. */
function NeverAnswered({ view: { stopped, event } }: { view: RunView }) {
  if (stopped)
    return (
      <div className="never-answered">
        <p>No answer will come: your code is not running.</p>
        <ProgramErrorText error={stopped} />
      </div>
    );
  if (event.type !== 'run ended' || event.reason === 'finished') return null;
  return (
    <div className="never-answered">
      <p>No answer will come. {event.detail}</p>
    </div>
  );
}

function StatusBar({ person: { page, cookies } }: { person: PersonView }) {
  const { goTo } = useActions();
  const inJar = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const jar = inJar.length === 0 ? 'no cookie' : inJar.join('; ');
  const read = page?.staleReads[0];
  return (
    <div className="status-bar">
      {read !== undefined && (
        <button type="button" className="stale-note" onClick={() => goTo(read)}>
          <span className="stale-word">stale</span> the primary would answer otherwise
        </button>
      )}
      {page?.redirectedFrom != null && <span>sent on from {page.redirectedFrom}</span>}
      <span className="cookie" title={`Cookies: ${jar}`}>
        {jar}
      </span>
    </div>
  );
}
