import { PersonMenu } from '../sign-in/person-menu.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'
import './booth.css'

export function BoothPage() {
  const text = useText()
  useTitle(text('title'))
  return (
    <SignedIn place={text('place')}>
      {(person) => (
        <div className="booth">
          <TopBar place={text('place')}>
            <PersonMenu person={person} />
          </TopBar>
          <main>
            <h1 className="unseen">{text('title')}</h1>
            <EmptyState icon="box" title={text('closed.title')} todo={text('closed.todo')}>
              <ButtonLink href="/office/" icon="arrow">
                {text('closed.office')}
              </ButtonLink>
            </EmptyState>
          </main>
        </div>
      )}
    </SignedIn>
  )
}
