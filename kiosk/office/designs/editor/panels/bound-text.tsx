import { useState } from 'react'
import { bindingsOf } from '../../../../../card-designs/engine/card-data.ts'
import { formatNames } from '../../../../../card-designs/engine/data-formats.ts'
import { Button } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useBench } from '../bench.ts'
import { fieldsFor, isKnown } from '../painting/card-data.ts'
import { useText } from '../texts.ts'

interface BoundTextProps {
  label: string
  value: string
  lines?: number
  onChange: (value: string) => void
}

/** A text in which fields of the card's data may be named; an empty one is kept until something is written. */
export function BoundText({ label, value, lines = 2, onChange }: BoundTextProps) {
  const text = useText()
  const [emptied, setEmptied] = useState(false)
  const change = (next: string) => {
    setEmptied(next === '')
    if (next !== '') onChange(next)
  }
  return (
    <>
      <TextField
        label={label}
        value={emptied ? '' : value}
        lines={lines}
        maxLength={2_000}
        error={emptied ? text('field.text-needed') : undefined}
        onChange={change}
      />
      <Binding value={value} onChange={change} />
    </>
  )
}

/** Binds the text to a field: takes the place of the only one that it names, else goes to its end. */
function Binding({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const text = useText()
  const { scene } = useBench()
  const bound = bindingsOf(value)
  const only = bound.length === 1 ? bound[0] : undefined
  const fields = fieldsFor(scene.design)
  const write = (field: string, format: string | undefined) => {
    const named = format ? `{{${field}:${format}}}` : `{{${field}}}`
    onChange(only ? value.replace(/\{\{\w+(?::\w+)?\}\}/, named) : named)
  }
  return (
    <div className="field-pair">
      <Select
        label={text('field.binding')}
        value={only?.field}
        options={fields.map((field) => ({
          value: field,
          label: isKnown(field) ? text(`data.${field}`) : field,
        }))}
        onChange={(field) => write(field, undefined)}
      />
      {only ? (
        <Select
          label={text('field.format')}
          value={only.format ?? 'plain'}
          options={['plain', ...formatNames].map((format) => ({
            value: format,
            label: isFormat(format) ? text(`format.${format}`) : format,
          }))}
          onChange={(format) => write(only.field, format === 'plain' ? undefined : format)}
        />
      ) : null}
      {only ? (
        <Button kind="quiet" onPress={() => onChange(text('new.text'))}>
          {text('field.unbind')}
        </Button>
      ) : null}
    </div>
  )
}

const writtenFormats = [
  'plain',
  'groups',
  'spaced',
  'upper',
  'number',
  'money',
  'date',
  'day',
  'month',
  'mask',
  'initial',
] as const
const isFormat = (name: string): name is (typeof writtenFormats)[number] =>
  (writtenFormats as readonly string[]).includes(name)
