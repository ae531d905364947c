import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getTransportKeys, orderBatch, type Chip, type NewBatch } from '../../api/cards.ts'
import { getDesigns, type Design } from '../../api/designs.ts'
import { getPlannedCards, type PlannedCards } from '../../api/drives.ts'
import { getProgramme, getProgrammes, type Programme } from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { NumberField, RequiredSelect } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { chips } from './chips.ts'
import { DesignChoice } from './design-choice.tsx'
import { useText } from './texts.ts'
import './batches.css'

const makersKey = ''
const noDrive = ''
const mostCards = 10_000

export function NewBatchPage() {
  const text = useText()
  const designs = useRead(getDesigns)
  const programmes = useRead(getProgrammes)
  const planned = useRead(getPlannedCards)
  return (
    <Page
      title={text('new.title')}
      lead={text('new.lead')}
      help={text('new.help')}
      back={<Link to="/batches">{text('back')}</Link>}
    >
      <Trouble of={[designs, programmes, planned]} />
      {designs.data && programmes.data && planned.data ? (
        <OrderForm
          designs={designs.data.designs.filter(({ isArchived }) => !isArchived)}
          programmes={programmes.data.programmes}
          drives={planned.data.drives}
        />
      ) : null}
    </Page>
  )
}

interface OrderFormProps {
  designs: readonly Design[]
  programmes: readonly Programme[]
  drives: PlannedCards['drives']
}

function OrderForm({ designs, programmes, drives }: OrderFormProps) {
  const text = useText()
  const nameOf = useName()
  const { day } = useFormats()
  const go = useNavigate()
  const [programmeId, setProgrammeId] = useState(programmes.at(-1)?.id)
  const [design, setDesign] = useState(designs[0]?.code)
  const [chosenLevel, setLevel] = useState<string>()
  const [driveId, setDriveId] = useState(noDrive)
  const [quantity, setQuantity] = useState<number>()
  const [blanksReceived, setBlanks] = useState<number>()
  const [chip, setChip] = useState<Chip>('ntag424-dna')
  const [verifies, setVerifies] = useState<'sample' | 'all'>('sample')
  const [sample, setSample] = useState<number | undefined>(1)
  const transportKeys = useRead(getTransportKeys).data?.transportKeys ?? []
  const [chosenKey, setKey] = useState<string>(makersKey)
  const mayHaveKey =
    transportKeys.length > 0 && chips.some(({ code, hasTransportKey }) => code === chip && hasTransportKey)
  const keyId = mayHaveKey && chosenKey !== makersKey ? chosenKey : undefined
  const verifySample = verifies === 'all' ? null : sample
  const programme = useRead(getProgramme, {
    params: { id: programmeId ?? '' },
    isWanted: programmeId !== undefined,
  })
  const levels = programme.data?.rules.levels ?? []
  // A level comes with its design; another pairing is a decision that somebody takes here.
  const level = chosenLevel ?? levels.find(({ code }) => code === design)?.code
  const command = useChange((body: NewBatch, commandId) => call(orderBatch, { body, commandId }))
  const content =
    programmeId &&
    design &&
    level &&
    quantity !== undefined &&
    blanksReceived !== undefined &&
    verifySample !== undefined
      ? {
          programmeId,
          design,
          level,
          quantity,
          blanksReceived,
          chip,
          verifySample,
          ...(keyId ? { transportKeyId: keyId } : {}),
        }
      : undefined

  const planFor = (id: string) => {
    setDriveId(id)
    const drive = drives.find((one) => one.driveId === id)
    if (!drive) return
    setProgrammeId(drive.programmeId)
    setQuantity(Math.min(drive.target, mostCards))
    if (drive.cardDesign === null) return
    setDesign(drive.cardDesign)
    setLevel(undefined)
  }
  const drive = drives.find((one) => one.driveId === driveId)
  const fits =
    !drive ||
    (drive.programmeId === programmeId && (drive.cardDesign === null || drive.cardDesign === design))

  return (
    <OfficeForm
      submit={text('new.submit')}
      command={command}
      isComplete={content !== undefined}
      onSubmit={() => {
        if (!content) return
        command.mutate(content, {
          onSuccess: ({ id }) => void go({ to: '/batches/$batchId', params: { batchId: id } }),
        })
      }}
    >
      {drives.length > 0 ? (
        <Select
          label={text('new.drive')}
          help={text('new.drive.help')}
          value={driveId}
          onChange={planFor}
          options={[
            { value: noDrive, label: text('new.drive.none') },
            ...drives.map(({ driveId: value, name, firstDay }) => ({
              value,
              label: text('new.drive.option', { name, day: day(firstDay) }),
            })),
          ]}
        />
      ) : null}
      {fits ? null : (
        <Notice tone="caution" title={text('new.drive.other')} todo={text('new.drive.other.todo')} />
      )}
      <DesignChoice
        designs={designs}
        value={design}
        onChange={(code) => {
          setDesign(code)
          setLevel(undefined)
        }}
      />
      <div className="form-grid">
        {programmes.length > 1 ? (
          <RequiredSelect
            label={text('new.programme')}
            value={programmeId}
            onChange={setProgrammeId}
            options={programmes.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : null}
        <RequiredSelect
          label={text('new.level')}
          value={level}
          onChange={setLevel}
          options={levels.map((option) => ({ value: option.code, label: nameOf(option) }))}
        />
        <NumberField
          key={driveId}
          label={text('new.quantity')}
          help={text('new.quantity.help')}
          value={quantity}
          min={1}
          max={mostCards}
          onChange={setQuantity}
        />
        <NumberField
          label={text('new.blanks')}
          help={text('new.blanks.help')}
          value={blanksReceived}
          min={0}
          max={20_000}
          onChange={setBlanks}
        />
        <RequiredSelect
          label={text('new.chip')}
          value={chip}
          onChange={setChip}
          options={chips.map(({ code, name }) => ({ value: code, label: name || text('chip.stripe-only') }))}
        />
        {mayHaveKey ? (
          <RequiredSelect
            label={text('new.key')}
            value={chosenKey}
            onChange={setKey}
            options={[
              { value: makersKey, label: text('new.key.maker') },
              ...transportKeys.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        ) : null}
        <Choice
          label={text('new.verify')}
          value={verifies}
          onChange={setVerifies}
          options={[
            { value: 'sample', label: text('new.verify.sample') },
            { value: 'all', label: text('new.verify.all') },
          ]}
        />
        {verifies === 'sample' ? (
          <NumberField
            label={text('new.verify.count')}
            help={text('new.verify.help')}
            value={sample}
            min={1}
            max={10_000}
            onChange={setSample}
          />
        ) : null}
      </div>
      {chips.find(({ code }) => code === chip)?.isCopyable ? (
        <Notice tone="caution" title={text('new.copyable')} todo={text('new.copyable.todo')} />
      ) : null}
    </OfficeForm>
  )
}
