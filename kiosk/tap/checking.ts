import { call, newCommandId } from '../api/call.ts'
import { checkTap, type CheckTap, type TapVerdict } from '../api/taps.ts'
import { readCardAddress } from './card-address.ts'
import { keepVerdict, keptVerdict } from './kept-verdict.ts'

/** What the page knows about the card. */
export type Finding = { kind: 'none' | 'checking' | 'unreachable' } | { kind: 'verdict'; verdict: TapVerdict }

export interface Checking {
  /** reads the address, now and whenever a phone opens another card in this page */
  begin: () => void
  /** asks again what the network lost; the card's message still counts once */
  again: () => void
  /** forgets the verdict: the next card, please */
  forget: () => void
}

/** Takes the card's message out of the address at once, asks the server about it, and keeps the verdict for a reload. */
export function startChecking(tell: (finding: Finding) => void): Checking {
  let pending: { check: CheckTap; commandId: string } | undefined

  function settle(verdict: TapVerdict) {
    keepVerdict(verdict)
    tell({ kind: 'verdict', verdict })
  }

  async function ask() {
    const asked = pending
    if (!asked) return
    tell({ kind: 'checking' })
    try {
      const verdict = await call(checkTap, { body: asked.check, commandId: asked.commandId })
      if (asked === pending) settle(verdict)
    } catch {
      if (asked === pending) tell({ kind: 'unreachable' })
    }
  }

  function look() {
    const found = readCardAddress(location.hash)
    if (location.hash) history.replaceState(null, '', location.pathname)
    if (found === 'nothing') return showKept()
    pending = undefined
    if (found === 'unreadable') return settle({ verdict: 'unknown' })
    pending = { check: found, commandId: newCommandId() }
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
    forget() {
      pending = undefined
      keepVerdict(undefined)
      tell({ kind: 'none' })
    },
  }
}
