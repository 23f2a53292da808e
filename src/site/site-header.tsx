import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';
import { Icon } from '../workbench/icon.tsx';
import { courseHref, homeHref, plansHref, referenceHref } from './route.ts';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '../workbench/theme.ts';

/** The site's name, where one is, and the choice of light or dark. */
export function SiteHeader({ title, children }: { title?: string; children?: ReactNode }) {
  return (
    <header className="site-header">
      <a className="wordmark" href={homeHref}>
        <span className="wordmark-mark" aria-hidden="true">
          <i />
          <i />
        </span>
        Replayground
      </a>
      {title !== undefined && <h1 className="site-title">{title}</h1>}
      <div className="site-tools">
        <a className="site-link" href={courseHref}>
          Course
        </a>
        <a className="site-link" href={referenceHref()}>
          Reference
        </a>
        <a className="site-link" href={plansHref}>
          Plans
        </a>
        {children}
        <ThemeSwitch />
      </div>
    </header>
  );
}

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

function ThemeSwitch() {
  const choice = useThemeChoice();
  return (
    <ToggleGroup
      className="segments theme-switch"
      aria-label="Theme"
      value={[choice]}
      onValueChange={(values) => {
        const chosen = themes.find((theme) => values.includes(theme));
        if (chosen) chooseTheme(chosen);
      }}
    >
      {themes.map((theme) => (
        <Toggle key={theme} value={theme} className="segment" aria-label={theme} title={theme}>
          <Icon name={theme} />
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
