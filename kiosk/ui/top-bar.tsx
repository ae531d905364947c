import type { ReactNode } from 'react'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'
import './top-bar.css'

/** The product's name, set as on its own card. */
export const Wordmark = ({ children }: { children?: ReactNode }) => (
  <p className="wordmark">
    <span translate="no">Cardwright</span>
    {children ? <span className="wordmark-place">{children}</span> : null}
  </p>
)

/** The first line of every page: where one is, and the language one tap away. */
export const TopBar = ({ place, children }: { place?: ReactNode; children?: ReactNode }) => (
  <header className="top-bar">
    <Wordmark>{place}</Wordmark>
    <span className="top-bar-end">
      {children}
      <ThemeSwitch />
      <LanguageSwitch />
    </span>
  </header>
)
