import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { call } from '../api/call.ts'
import { useKioskEvents, type Line, type ServerEvent } from '../api/events.ts'
import { leaveKiosk, type KioskState, type MemberSession } from '../api/kiosks.ts'
import { Problem } from '../api/problem.ts'
import { playCue } from '../ui/sound-cues.ts'
import { restoreHouseLook } from './house-look.ts'
import { codeScanner } from './parts.ts'

/** Who stands at the kiosk. `card-left`: the member is gone, their card still lies on the reader. */
type Standing =
  | { who: 'nobody' }
  | { who: 'refused'; code: string }
  | { who: 'member'; session: MemberSession }
  | { who: 'card-left' }

interface Kiosk {
  standing: Standing
  line: Line
  /** counts what happened to the member's redemptions elsewhere */
  changes: number
  scan: (text: string) => void
  /** forgets the member, here and on the server */
  leave: () => void
  dismiss: () => void
}

interface Needs {
  state: KioskState
  /** asks the server again who stands here: what happened while the line was down was not told */
  onLook: () => Promise<MemberSession | null | undefined>
}

/**
 * Follows who stands at the kiosk: by the server's events, by scans, and by looking again after the line was lost.
 * A page that has just been opened ends what it finds: nobody knows who stands there now.
 */
export function useStanding({ state, onLook }: Needs): Kiosk {
  const queries = useQueryClient()
  const [standing, setStanding] = useState<Standing>({ who: 'nobody' })
  const [changes, setChanges] = useState(0)
  const overId = useRef(state.session?.id)
  const liesOnReader = useRef(false)

  function open(session: MemberSession) {
    if (session.id === overId.current) return
    if (standing.who === 'card-left' && session.means !== 'tap') return forget(session.id)
    if (standing.who === 'member' && standing.session.id === session.id) return
    playCue('read')
    setStanding({ who: 'member', session })
  }

  function refuse(code: string) {
    if (standing.who === 'member' || standing.who === 'card-left') return
    playCue('not-read')
    setStanding({ who: 'refused', code })
  }

  function forget(sessionId: string) {
    overId.current = sessionId
    setStanding(liesOnReader.current ? { who: 'card-left' } : { who: 'nobody' })
    restoreHouseLook()
    queries.getMutationCache().clear()
  }

  function leave() {
    if (standing.who !== 'member') return
    forget(standing.session.id)
    call(leaveKiosk).then(onLook, onLook) // a session that the server still holds ends there by itself
  }

  function scan(text: string) {
    codeScanner()
      .then(({ scanCode }) => scanCode(queries, text))
      .then(
        (seen) => (seen === 'card-not-genuine' ? refuse(seen) : open(seen)),
        (problem: unknown) => refuse(problem instanceof Problem ? problem.code : 'other'),
      )
  }

  function hear({ type, data }: ServerEvent) {
    const told = data as { session?: MemberSession; reason?: string }
    if (type === 'session-opened' && told.session) open(told.session)
    if (type === 'session-ended' && standing.who === 'member') forget(standing.session.id)
    if (type === 'card-refused') refuse(told.reason ?? 'other')
    if (type === 'card-misread') refuse(type)
    if (type === 'redemption') setChanges((count) => count + 1)
    if (type === 'card-on-reader') liesOnReader.current = true
    if (type === 'card-taken') {
      liesOnReader.current = false
      if (standing.who === 'card-left') setStanding({ who: 'nobody' })
    }
  }

  const line = useKioskEvents(hear)
  const look = useEffectEvent(() => void onLook().then((session) => session && open(session)))
  useEffect(() => {
    if (line === 'open') look()
  }, [line])
  const endFound = useEffectEvent(() => overId.current && void call(leaveKiosk).catch(() => undefined))
  useEffect(() => void endFound(), [])

  const dismiss = () => setStanding({ who: 'nobody' })
  return { standing, line, changes, scan, leave, dismiss }
}
