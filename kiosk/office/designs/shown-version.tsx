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
import { Marks } from './marks.tsx'
import { SidePicture } from './side-picture.tsx'
import { useText } from './texts.ts'

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
              <Marks
                side={side}
                of={faults.map(({ box, side: on, severity: tone }) => ({ box, side: on, tone }))}
              />
            </SidePicture>
            <figcaption className="soft">{text(`side.${side}`)}</figcaption>
          </figure>
        ))}
      </div>
    </Section>
  )
}
