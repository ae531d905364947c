import type { Fault } from '../../api/designs.ts'

/** Micrometres of an ID-1 card, which marks are placed by. */
const CARD = { widthUm: 85_600, heightUm: 53_980 }

export interface Mark extends Pick<Fault, 'side' | 'box'> {
  tone: Fault['severity'] | 'change'
}

/** A numbered frame around each place on a side. For the eye alone: a list beside it says the same in words. */
export const Marks = ({ of, side }: { of: readonly Mark[]; side: Fault['side'] }) =>
  of.map((mark, index) =>
    mark.side === side ? (
      <span
        // oxlint-disable-next-line react/no-array-index-key -- what is marked has no identity but its number
        key={index}
        aria-hidden="true"
        className={`picture-mark ${mark.tone}`}
        style={{
          insetInlineStart: share(mark.box.xUm, CARD.widthUm),
          insetBlockStart: share(mark.box.yUm, CARD.heightUm),
          inlineSize: share(mark.box.widthUm, CARD.widthUm),
          blockSize: share(mark.box.heightUm, CARD.heightUm),
        }}
      >
        <span>{index + 1}</span>
      </span>
    ) : null,
  )

const share = (um: number, of: number): string => `${(um / of) * 100}%`
