import { useState } from 'react'
import { getDiff, pictureAddress, type Change, type DesignDetails, type Diff } from '../../api/designs.ts'
import { useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Choice } from '../../ui/choice.tsx'
import { Select } from '../../ui/select.tsx'
import { Slider } from '../../ui/slider.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { usePropertyWords } from './property-words.ts'
import { Marks } from './marks.tsx'
import { SidePicture } from './side-picture.tsx'
import { useText } from './texts.ts'

/** Two versions one over the other, parted by a line that one moves, and what differs in words. */
export function Compare({ design }: { design: DesignDetails }) {
  const text = useText()
  const [newest, previous] = design.versions
  const [before, setBefore] = useState(String(previous?.number ?? 1))
  const [after, setAfter] = useState(String(newest?.number ?? 1))
  const [side, setSide] = useState<'front' | 'back'>('front')
  const diff = useRead(getDiff, { params: { code: design.code, number: before, other: after } })
  const options = design.versions.map(({ number }) => ({
    value: String(number),
    label: text('list.version', { number }),
  }))
  return (
    <Section title={text('compare.title')}>
      <div className="form-grid">
        <Select label={text('compare.before')} value={before} options={options} onChange={setBefore} />
        <Select label={text('compare.after')} value={after} options={options} onChange={setAfter} />
        <Choice
          label={text('compare.side')}
          value={side}
          onChange={setSide}
          options={(['front', 'back'] as const).map((value) => ({ value, label: text(`side.${value}`) }))}
        />
      </div>
      <Overlay
        design={design}
        before={before}
        after={after}
        side={side}
        changes={diff.data?.elements ?? []}
      />
      <Trouble of={[diff]} />
      {diff.data ? <Differences diff={diff.data} /> : null}
    </Section>
  )
}

interface OverlayProps {
  design: DesignDetails
  before: string
  after: string
  side: 'front' | 'back'
  changes: readonly Change[]
}

function Overlay({ design, before, after, side, changes }: OverlayProps) {
  const text = useText()
  const name = useName()(design)
  const [percent, setPercent] = useState(50)
  const picture = (chosen: string) => {
    const number = Number(chosen)
    const revision = design.versions.find((version) => version.number === number)?.revision ?? 1
    return {
      address: pictureAddress({ code: design.code, number, side, revision }),
      name: `${name}, ${text('list.version', { number })}`,
      side,
    }
  }
  return (
    <div className="compare">
      <div className="compare-pictures">
        <SidePicture {...picture(after)} />
        <div className="compare-before" style={{ clipPath: `inset(0 ${100 - percent}% 0 0)` }}>
          <SidePicture {...picture(before)} />
        </div>
        <Marks side={side} of={changes.map(({ box, side: on }) => ({ box, side: on, tone: 'change' }))} />
        <span className="compare-line" aria-hidden="true" style={{ insetInlineStart: `${percent}%` }} />
      </div>
      <Slider
        label={text('compare.slider')}
        words={text('compare.value', { percent })}
        value={percent}
        least={0}
        most={100}
        step={1}
        onChange={setPercent}
      />
    </div>
  )
}

function Differences({ diff }: { diff: Diff }) {
  const text = useText()
  const wordsFor = usePropertyWords()
  const own = diff.properties.length > 0 ? 1 : 0
  const count = diff.elements.length + own
  const numbered = diff.elements.map((change, index) => ({ ...change, number: index + 1 }))
  if (count === 0) return <p>{text('compare.same')}</p>
  return (
    <>
      <p>{text('compare.changes', { count })}</p>
      <Table
        caption={text('compare.title')}
        rows={[...(own ? [diff] : []), ...numbered]}
        keyOf={(row) => ('id' in row ? `${row.side}/${row.id}` : 'design')}
        columns={[
          {
            title: text('check.number'),
            cell: (row) => ('number' in row ? row.number : ''),
          },
          {
            title: text('compare.element'),
            cell: (row) => ('id' in row ? <ElementName change={row} /> : text('compare.design')),
          },
          {
            title: text('compare.change'),
            cell: (row) => text(`change.${'id' in row ? row.change : 'changed'}`),
          },
          { title: text('compare.properties'), cell: ({ properties }) => wordsFor(properties) },
        ]}
      />
    </>
  )
}

function ElementName({ change }: { change: Change }) {
  const text = useText()
  const { side, type, id, name } = change
  return (
    <>
      {name || id}
      <span className="soft small-line">
        {text(`side.${side}`)} · {text(`element.${type}`)}
      </span>
    </>
  )
}
