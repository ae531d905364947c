import type { ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Person } from '../api/staff.ts'
import { PersonMenu } from '../sign-in/person-menu.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useUiText } from '../ui/texts.ts'
import { TopBar } from '../ui/top-bar.tsx'
import { wipeDraft } from './enrolment/draft.ts'
import { useText } from './texts.ts'

interface FrameProps {
  person: Person
  /** The booth's name, once one is chosen. */
  place?: string
  /** The figures of the day. */
  strip?: ReactNode
  children: ReactNode
}

/** What stands around every screen of the booth. Whoever signs out leaves nobody's data behind. */
export function Frame({ person, place, strip, children }: FrameProps) {
  const text = useText()
  return (
    <div className="booth">
      <TopBar place={place ?? text('place')}>
        <PersonMenu person={person} onLeave={() => void wipeDraft()} />
      </TopBar>
      {strip}
      <main>{children}</main>
    </div>
  )
}

/** While a question to the server has no answer, or a bad one. */
export function Reading({ query }: { query: UseQueryResult }) {
  const text = useUiText()
  if (!query.isError) return <output className="lead">{text('loading')}</output>
  return (
    <ProblemNotice problem={query.error}>
      <Button onPress={() => void query.refetch()}>{text('problem.retry')}</Button>
    </ProblemNotice>
  )
}
