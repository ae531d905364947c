import type { Invitation } from '../api/sharing.ts'
import { button, element } from './element.ts'
import type { textsIn } from './texts.ts'

/** The code to tell a friend, and a way to pass the address on; where a phone cannot share, it is copied. */
export function invitationParts({ code, share }: Invitation, text: ReturnType<typeof textsIn>): Element[] {
  const url = `${location.origin}/t#f=${share}`
  const told = element('p', { class: 'soft', role: 'status' })
  const pass = async () => {
    try {
      if ('share' in navigator) await navigator.share({ text: text('invite.message', { code }), url })
      else {
        await copy(url)
        told.textContent = text('invite.copied')
      }
    } catch {
      told.textContent = url // whoever stops sharing, or may not copy, still sees it
    }
  }
  return [
    element('h2', {}, text('invite.title')),
    element('p', {}, text('invite.words')),
    element('p', { class: 'tap-code figures' }, code),
    button('quiet', text('invite.do'), () => void pass()),
    told,
  ]
}

const copy = (words: string): Promise<void> => navigator.clipboard.writeText(words)
