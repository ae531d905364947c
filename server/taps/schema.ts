import { Type, type Static } from 'typebox'
import { Invitation } from '../sharing/schema.ts'

const closed = { additionalProperties: false } as const

/** What stands behind `#` in the address that a phone read: `b`, `p` and `m` of a tap, `n`, `u` and `s` of a plain tag, or `q` of a scanned code. */
export const CheckTap = Type.Union([
  Type.Object(
    {
      batchCode: Type.String({ minLength: 1, maxLength: 12 }),
      picc: Type.String({ pattern: '^([0-9A-F]{32}|[0-9A-F]{48})$' }),
      mac: Type.String({ pattern: '^[0-9A-F]{16}$' }),
    },
    closed,
  ),
  Type.Object(
    {
      cardNumber: Type.String({ pattern: '^9156[0-9]{12}$' }),
      uid: Type.String({ pattern: '^[0-9A-F]{8,20}$' }),
      mac: Type.String({ pattern: '^[0-9A-F]{16}$' }),
    },
    closed,
  ),
  Type.Object({ qr: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
])
export type CheckTap = Static<typeof CheckTap>

/**
 * Nothing personal. `copied`: this message was seen before. `unknown`: forged, not ours, or a card that was stopped:
 * one answer for all. Design and level are given for a genuine card only; an invitation only where the chip itself proved
 * a card that is somebody's and in use.
 */
export const TapVerdict = Type.Object({
  verdict: Type.Union([Type.Literal('genuine'), Type.Literal('copied'), Type.Literal('unknown')]),
  design: Type.Optional(Type.String()),
  /** the one that the card was printed with */
  designVersion: Type.Optional(Type.Integer()),
  level: Type.Optional(Type.String()),
  /** for whoever tapped a member's own card: what to tell a friend */
  invitation: Type.Optional(Invitation),
})
export type TapVerdict = Static<typeof TapVerdict>
