import type { Invitation } from '../api/sharing.ts'
import { button, element, qrDrawing } from './element.ts'
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
    qrPlace(url, text('invite.qr')),
  ]
}

/** For a friend who stands beside: their phone reads it off this one. Drawn once its code is there; it is no part of the first load. */
function qrPlace(url: string, label: string): Element {
  const place = element('div', { class: 'tap-qr' })
  const draw = async () => {
    const { qrPath } = await import('../ui/qr-path.ts')
    const drawn = qrPath(url)
    if (drawn) place.append(qrDrawing(drawn, label))
  }
  void draw()
  return place
}

const copy = (words: string): Promise<void> => navigator.clipboard.writeText(words)
