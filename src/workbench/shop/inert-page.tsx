import { useLayoutEffect, useRef } from 'react';
import shopStyles from './shop-page.css?inline';

/**
 * A page of the shop, in a tree of its own so that its styles and the workbench's do not meet. It can be read and
 * selected; its links and forms do nothing, since the people of the run click them and not the learner.
 */
export function InertPage({ html, label }: { html: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current!;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const styles = document.createElement('style');
    styles.textContent = shopStyles;
    const page = document.createElement('div');
    page.className = 'page';
    page.innerHTML = html;
    for (const control of page.querySelectorAll<HTMLElement>('a, button, input, select, textarea'))
      control.tabIndex = -1;
    root.replaceChildren(styles, page);
    const refuse = (event: Event): void => event.preventDefault();
    for (const type of ['click', 'submit', 'keydown'] as const) page.addEventListener(type, refuse);
  }, [html]);
  return <div ref={host} className="shop-page" role="document" aria-label={label} />;
}
