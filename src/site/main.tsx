import { createRoot } from 'react-dom/client';
import { lessonIds, loadLessonBrowser, loadLessonCard } from '../course/load-lessons-browser.ts';
import type { DjangoTypes } from '../workbench/editor/code-pane.tsx';
import { openBrowserStorage } from '../workbench/store/browser-storage.ts';
import type { Services } from './services.ts';
import { Site } from './site.tsx';
import './tokens.css';
import './base.css';
import './site.css';

let djangoTypes: Promise<DjangoTypes> | null = null;

const services: Services = {
  lessonIds,
  loadLessonCard,
  loadLesson: loadLessonBrowser,
  openEngine: async () => {
    const { BrowserEngine } = await import('./browser-engine.ts');
    return new BrowserEngine();
  },
  loadDjangoTypes: () =>
    (djangoTypes ??= import('virtual:replayground/django-types').then((module) => module.djangoTypes)),
  loadReference: async () => (await import('virtual:replayground/django-reference')).reference,
  storage: openBrowserStorage(window),
};

createRoot(document.getElementById('root')!).render(<Site services={services} />);
