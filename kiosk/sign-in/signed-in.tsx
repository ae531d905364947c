import type { ReactNode } from 'react'
import type { Person } from '../api/staff.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useUiText } from '../ui/texts.ts'
import { Frame } from './frame.tsx'
import { FirstAdministrator } from './first-administrator.tsx'
import { useSession } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Shows the page to somebody of the staff; before that, the way to sign in, or to make the first administrator. */
export function SignedIn({
  children,
  place,
  invitation,
}: {
  children: (person: Person) => ReactNode
  place: string
  /** Who is asked to sign in, where that is not plain. */
  invitation?: string | undefined
}) {
  const text = useUiText()
  const session = useSession()
  if (session.data?.person) return children(session.data.person)
  return (
    <Frame place={place}>
      {session.isPending ? <output>{text('loading')}</output> : null}
      {session.isError ? (
        <ProblemNotice problem={session.error}>
          <Button onPress={() => void session.refetch()}>{text('problem.retry')}</Button>
        </ProblemNotice>
      ) : null}
      {session.data?.isFirstRun === true ? <FirstAdministrator /> : null}
      {session.data?.isFirstRun === false ? <SignInForm invitation={invitation} /> : null}
    </Frame>
  )
}
