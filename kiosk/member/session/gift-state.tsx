import type { KioskGift } from '../../api/kiosks.ts'
import { Badge } from '../../ui/badge.tsx'
import { useText } from '../texts.ts'
import { useSessionText } from './texts.ts'

/** How many pieces or appointments are here, and whether the points suffice; in words and icons. */
export function GiftState({ gift: { kind, inStock, missingPoints } }: { gift: KioskGift }) {
  const text = useText()
  const sessionText = useSessionText()
  const isService = kind === 'service'
  if (inStock === 0)
    return (
      <span className="gift-state">
        <Badge tone="plain" icon="close">
          {isService ? sessionText('slots.full') : text('gift.gone')}
        </Badge>
      </span>
    )
  return (
    <span className="gift-state">
      {missingPoints === null ? null : missingPoints > 0 ? (
        <Badge tone="caution" icon="clock">
          {text('gift.missing', { count: missingPoints })}
        </Badge>
      ) : (
        <Badge tone="good" icon="check">
          {text('gift.enough')}
        </Badge>
      )}
      {inStock === null ? null : (
        <span className="soft">
          {isService ? sessionText('slots.free', { count: inStock }) : text('gift.stock', { count: inStock })}
        </span>
      )}
    </span>
  )
}
