import { call, newCommandId } from '../api/call.ts'
import { Problem } from '../api/problem.ts'
import { chooseReminders, findReminders } from '../api/occasions.ts'
import { openShare } from '../api/sharing.ts'
import { checkTap, type TapVerdict } from '../api/taps.ts'
import { readCardAddress, readReminderAddress, readShareAddress } from './card-address.ts'
import { keepVerdict, keptVerdict } from './kept-verdict.ts'

/** What the page knows about the card. */
export type Finding =
  | { kind: 'none' | 'checking' | 'unreachable' }
  | { kind: 'verdict'; verdict: TapVerdict }
  /** a friend has passed this on: the code to name when joining */
  | { kind: 'invited'; code: string }
  /** whether whoever got this reminder wants more of them */
  | { kind: 'reminders'; isWanted: boolean }

export interface Checking {
  /** reads the address, now and whenever a phone opens another card in this page */
  begin: () => void
  /** asks again what the network lost; the card's message still counts once */
  again: () => void
  /** says whether reminders are wanted, of the one whose address was opened */
  choose: (isWanted: boolean) => void
  /** forgets the verdict: the next card, please */
  forget: () => void
}

const lookUp = (token: string, commandId: string) => async (): Promise<Finding> => ({
  kind: 'reminders',
  ...(await call(findReminders, { body: { token }, commandId })),
})

/** Takes the card's message out of the address at once, asks the server about it, and keeps the verdict for a reload. */
export function startChecking(tell: (finding: Finding) => void): Checking {
  /** asks the server, always as the same question */
  let pending: (() => Promise<Finding>) | undefined
  let reminder: string | undefined

  function settle(finding: Finding) {
    if (finding.kind === 'verdict') keepVerdict(finding.verdict)
    tell(finding)
  }

  async function ask() {
    const asked = pending
    if (!asked) return
    tell({ kind: 'checking' })
    try {
      const finding = await asked()
      if (asked === pending) settle(finding)
    } catch (failure) {
      const isNone =
        failure instanceof Problem &&
        (failure.code === 'share-unknown' || failure.code === 'reminder-unknown')
      if (asked === pending) tell({ kind: isNone ? 'none' : 'unreachable' })
    }
  }

  function look() {
    const { hash } = location
    const [found, share] = [readCardAddress(hash), readShareAddress(hash)]
    if (hash) history.replaceState(null, '', location.pathname)
    if (found === 'nothing') return showKept()
    pending = undefined
    reminder = readReminderAddress(hash)
    const commandId = newCommandId()
    if (share !== undefined)
      pending = async () => ({
        kind: 'invited',
        ...(await call(openShare, { body: { share }, commandId })),
      })
    else if (reminder !== undefined) pending = lookUp(reminder, commandId)
    else if (found === 'unreadable') return settle({ kind: 'verdict', verdict: { verdict: 'unknown' } })
    else
      pending = async () => ({
        kind: 'verdict',
        verdict: await call(checkTap, { body: found, commandId }),
      })
    void ask()
  }

  function showKept() {
    const verdict = keptVerdict()
    if (verdict && !pending) tell({ kind: 'verdict', verdict })
  }

  return {
    begin() {
      window.addEventListener('hashchange', look)
      look()
    },
    again: () => void ask(),
    choose(isWanted) {
      const token = reminder
      if (token === undefined) return
      const commandId = newCommandId()
      pending = async () => ({
        kind: 'reminders',
        ...(await call(chooseReminders, { body: { token, isWanted }, commandId })),
      })
      void ask()
    },
    forget() {
      pending = undefined
      keepVerdict(undefined)
      tell({ kind: 'none' })
    },
  }
}
