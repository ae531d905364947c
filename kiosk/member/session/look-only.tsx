import type { Me } from '../../api/kiosks.ts'
import { Notice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'

/** Why no points are shown, and what to do: tap the card, or get one whose tap proves something. */
export function LookOnly({ me }: { me: Me }) {
  const text = useText()
  if (me.means === 'tap') return null
  const why = me.card.provesItself ? 'masked' : 'plain'
  return <Notice tone="plain" title={text(`${why}.title`)} todo={text(`${why}.todo`)} />
}
