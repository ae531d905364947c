import { Link, Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { PersonMenu } from '../sign-in/person-menu.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Icon } from '../ui/icon.tsx'
import { LanguageSwitch, ThemeSwitch } from '../ui/switches.tsx'
import { useUiText } from '../ui/texts.ts'
import { Wordmark } from '../ui/top-bar.tsx'
import { sectionNames, sections } from './sections.ts'
import { useText } from './texts.ts'
import { may } from './roles.ts'
import './office.css'

export function Shell() {
  const text = useText()
  const uiText = useUiText()
  return (
    <SignedIn place={text('place')}>
      {(person) => (
        <div className="office">
          <a className="skip" href="#content">
            {text('skip')}
          </a>
          <header className="office-side">
            <Wordmark />
            <nav aria-label={text('nav.label')}>
              <ul>
                {sectionNames
                  .filter((name) => may(person, sections[name].roles))
                  .map((name) => (
                    <li key={name}>
                      <Link to={sections[name].to} activeProps={{ 'aria-current': 'page' }}>
                        <Icon name={sections[name].icon} />
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
          <main className="office-page" id="content" tabIndex={-1}>
            <Suspense fallback={<output className="lead">{uiText('loading')}</output>}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      )}
    </SignedIn>
  )
}
