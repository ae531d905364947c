import { useState } from 'react'
import { faultsAddress, getFaults, type Field, type Import } from '../../api/imports.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

const PAGE = 200

/** The rows that are not taken, with what to do about each. */
export function Faults({ of: { id, hasFile } }: { of: Import }) {
  const text = useText()
  const language = useLanguage()
  const { number } = useFormats()
  const [after, setAfter] = useState(0)
  const found = useRead(getFaults, { params: { importId: id }, query: { after } })
  const faults = found.data?.faults ?? []
  const last = faults.at(-1)
  return (
    <Section
      title={text('faults.title')}
      actions={
        hasFile ? (
          <ButtonLink href={faultsAddress(id, language)} icon="download">
            {text('faults.file')}
          </ButtonLink>
        ) : null
      }
    >
      <Trouble of={[found]} />
      {faults.length > 0 ? (
        <Table
          caption={text('faults.title')}
          rows={faults}
          keyOf={({ line }) => String(line)}
          columns={[
            { title: text('faults.line'), cell: ({ line }) => number(line) },
            {
              title: text('faults.field'),
              cell: ({ field }) => (field === null ? text('faults.whole') : text(`field.${field as Field}`)),
            },
            { title: text('faults.why'), cell: ({ words }) => (language === 'en' ? words.en : words.zh) },
          ]}
        />
      ) : null}
      <p className="actions">
        {after > 0 ? <Button onPress={() => setAfter(0)}>{text('faults.first')}</Button> : null}
        {last && faults.length === PAGE ? (
          <Button onPress={() => setAfter(last.line)}>{text('faults.more')}</Button>
        ) : null}
      </p>
    </Section>
  )
}
