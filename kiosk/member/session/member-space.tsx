import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { MemberSession } from '../../api/kiosks.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { IdleWatch } from './idle-watch.tsx'
import { MemberScreens } from './member-screens.tsx'
import { SessionQueries } from './session-queries.tsx'
import { useText } from '../texts.ts'

interface MemberSpaceProps {
  session: MemberSession
  place: string
  changes: number
  isOffline: boolean
  onLeave: () => void
}

/** Everything that is about one member, from the card's being read until nothing of it is left. */
export function MemberSpace({ session, place, changes, isOffline, onLeave }: MemberSpaceProps) {
  const text = useText()
  const [isHome, setHome] = useState(true)
  useTitle(text('title'))
  return (
    <SessionQueries sessionId={session.id} onOver={onLeave}>
      <TopBar place={place}>
        {isHome ? null : (
          <Button kind="quiet" icon="close" onPress={onLeave}>
            {text('leave')}
          </Button>
        )}
      </TopBar>
      {isOffline ? (
        <Notice tone="caution" title={text('offline.session')} todo={text('offline.session.todo')} />
      ) : null}
      <ReadAgain changes={changes} />
      <MemberScreens place={place} onHome={setHome} onLeave={onLeave} />
      <IdleWatch onLeave={onLeave} />
    </SessionQueries>
  )
}

/** What staff did with a redemption shows here at once. */
function ReadAgain({ changes }: { changes: number }) {
  const queries = useQueryClient()
  useEffect(() => {
    if (changes > 0) void queries.invalidateQueries()
  }, [changes, queries])
  return null
}
