import { Link, Outlet } from '@tanstack/react-router'
import { PersonMenu } from '../sign-in/person-menu.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Icon } from '../ui/icon.tsx'
import { LanguageSwitch, ThemeSwitch } from '../ui/switches.tsx'
import { Wordmark } from '../ui/top-bar.tsx'
import { useText } from './texts.ts'
import './office.css'

/** The sections of the office in the order of a day; one is added when it has something to show. */
const sections = [{ name: 'today', to: '/', icon: 'today' }] as const

export function Shell() {
  const text = useText()
  return (
    <SignedIn place={text('place')}>
      {(person) => (
        <div className="office">
          <header className="office-side">
            <Wordmark />
            <nav aria-label={text('nav.label')}>
              <ul>
                {sections.map(({ name, to, icon }) => (
                  <li key={name}>
                    <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                      <Icon name={icon} />
                      {text(`nav.${name}`)}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
            <div className="office-foot">
              <a href="/">
                <Icon name="back" />
                {text('nav.start')}
              </a>
              <ThemeSwitch />
              <LanguageSwitch />
              <PersonMenu person={person} />
            </div>
          </header>
          <main className="office-page">
            <Outlet />
          </main>
        </div>
      )}
    </SignedIn>
  )
}
