import { useState } from 'react'
import {
  pictureAddress,
  proofAddress,
  type DesignDetails,
  type Fault,
  type VersionSummary,
} from '../../api/designs.ts'
import { useName } from '../../i18n/names.ts'
import { Choice } from '../../ui/choice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../section.tsx'
import { DesignState } from './design-state.tsx'
import { SidePicture } from './side-picture.tsx'
import { useText } from './texts.ts'

/** Micrometres of an ID-1 card, which marks are placed by. */
const CARD = { widthUm: 85_600, heightUm: 53_980 }

interface ShownVersionProps {
  design: DesignDetails
  version: VersionSummary
  faults: readonly Fault[]
}

/** Both sides of a version, with a number at each fault that has a place. */
export function ShownVersion({ design, version, faults }: ShownVersionProps) {
  const text = useText()
  const name = useName()(design)
  const [data, setData] = useState<'sample' | 'worst'>('sample')
  const { number, revision } = version
  return (
    <Section
      title={text('shown.title', { number })}
      actions={
        <>
          <a
            className="button quiet"
            href={proofAddress({ code: design.code, number })}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name="download" />
            <span>{text('proof.open')}</span>
          </a>
          <Choice
            label={text('data.label')}
            value={data}
            onChange={setData}
            options={(['sample', 'worst'] as const).map((value) => ({ value, label: text(`data.${value}`) }))}
          />
        </>
      }
    >
      <p className="design-facts">
        <DesignState state={version.state} />
        <span className="soft">{version.note}</span>
      </p>
      <div className="design-sides wide">
        {(['front', 'back'] as const).map((side) => (
          <figure key={side}>
            <SidePicture
              address={pictureAddress({ code: design.code, number, side, revision, data })}
              name={name}
              side={side}
            >
              <Marks faults={faults} side={side} />
            </SidePicture>
            <figcaption className="soft">{text(`side.${side}`)}</figcaption>
          </figure>
        ))}
      </div>
    </Section>
  )
}

/** For the eye alone: the list says the same in words. */
const Marks = ({ faults, side }: { faults: readonly Fault[]; side: Fault['side'] }) =>
  faults.map((fault, index) =>
    fault.side === side ? (
      <span
        // oxlint-disable-next-line react/no-array-index-key -- faults have no identity but their number
        key={index}
        aria-hidden="true"
        className={`fault-mark ${fault.severity}`}
        style={{
          insetInlineStart: share(fault.box.xUm, CARD.widthUm),
          insetBlockStart: share(fault.box.yUm, CARD.heightUm),
          inlineSize: share(fault.box.widthUm, CARD.widthUm),
          blockSize: share(fault.box.heightUm, CARD.heightUm),
        }}
      >
        <span>{index + 1}</span>
      </span>
    ) : null,
  )

const share = (um: number, of: number): string => `${(um / of) * 100}%`
