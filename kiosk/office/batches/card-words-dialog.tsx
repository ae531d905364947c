import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getCardWords, writeCardWords, type Batch, type CardField, type CardWords } from '../../api/cards.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'
import { shapeOf, shownValue, writtenValue } from './written-value.ts'

/** Where the design of a batch shows what nothing else fills: a face value, a badge's name. Nothing for other designs. */
export function CardWordsDialog({ batch }: { batch: Batch }) {
  const text = useText()
  const words = useRead(getCardWords, { params: { batchId: batch.id } }).data
  if (!words || words.fields.length === 0) return null
  return (
    <DialogButton label={text('words.open')} title={text('words.title')} icon="pen">
      {(close) => (
        <>
          <WordsForm batch={batch} fields={words.fields} onDone={close} />
          {words.written.length > 0 ? <Written words={words} /> : null}
        </>
      )}
    </DialogButton>
  )
}

const known = ['memberName', 'jobTitle', 'department', 'staffNumber', 'faceValue', 'validThrough'] as const

/** A field that a shop's own design invented is called as it is there. */
function useFieldName(): (field: string) => string {
  const text = useText()
  return (field) => {
    const name = known.find((one) => one === field)
    return name ? text(`words.field.${name}`) : field
  }
}

interface WordsFormProps {
  batch: Batch
  fields: readonly CardField[]
  onDone: () => void
}

function WordsForm({ batch, fields, onDone }: WordsFormProps) {
  const text = useText()
  const nameOf = useFieldName()
  const [from, setFrom] = useState<number | undefined>(1)
  const [to, setTo] = useState<number | undefined>(1)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const command = useChange((body: { from: number; to: number; words: Record<string, string> }, commandId) =>
    call(writeCardWords, { params: { batchId: batch.id }, body, commandId }),
  )
  const filled = fields
    .filter(({ field }) => (typed[field] ?? '').trim() !== '')
    .map((field) => [field.field, writtenValue(shapeOf(field), typed[field.field] ?? '')] as const)
  const right = filled.filter((pair): pair is [string, string] => pair[1] !== undefined)
  const isRange = from !== undefined && to !== undefined && from <= to
  return (
    <OfficeForm
      submit={text('words.submit')}
      command={command}
      isComplete={isRange && right.length > 0 && right.length === filled.length}
      onCancel={onDone}
      onSubmit={() => (isRange ? command.mutate({ from, to, words: Object.fromEntries(right) }) : undefined)}
    >
      <p className="soft">{text('words.lead')}</p>
      <div className="form-row">
        <NumberField label={text('words.from')} value={from} min={1} max={LAST} onChange={setFrom} />
        <NumberField label={text('words.to')} value={to} min={1} max={LAST} onChange={setTo} />
      </div>
      <p className="soft">
        {from !== undefined && to !== undefined && from > to
          ? text('words.range.wrong', { most: LAST })
          : text('words.range.help')}
      </p>
      {fields.map((field) => {
        const shape = shapeOf(field)
        const isWrong = filled.some(([name, value]) => name === field.field && value === undefined)
        return (
          <TextField
            key={field.field}
            label={nameOf(field.field)}
            help={text(shape === 'plain' ? 'words.optional' : `words.${shape}.help`)}
            value={typed[field.field] ?? ''}
            onChange={(value) => setTyped({ ...typed, [field.field]: value })}
            maxLength={120}
            error={isWrong && shape !== 'plain' ? text(`words.${shape}.wrong`) : undefined}
          />
        )
      })}
      {command.data ? (
        <Notice tone="good" title={text('words.written', { count: command.data.cards })} />
      ) : null}
    </OfficeForm>
  )
}

/** Of a batch of ten thousand with as many again in place of spoiled ones. */
const LAST = 99_999

function Written({ words: { fields, written } }: { words: CardWords }) {
  const text = useText()
  const nameOf = useFieldName()
  const said = (words: Record<string, string>) =>
    fields
      .filter(({ field }) => words[field] !== undefined)
      .map((field) => `${nameOf(field.field)} ${shownValue(shapeOf(field), words[field.field] ?? '')}`)
      .join(' · ')
  return (
    <Table
      caption={text('words.so-far')}
      rows={written}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('words.cards'),
          cell: ({ first, last, cards }) => text('words.range', { first, last, cards }),
        },
        { title: text('words.says'), cell: ({ words }) => said(words) },
        { title: text('words.at'), cell: ({ writtenAt }) => <DateTime at={writtenAt} /> },
      ]}
    />
  )
}
