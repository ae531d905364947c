import type { DriveLive } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

export function SourcesTable({ sources }: { sources: DriveLive['sources'] }) {
  const text = useText()
  const { number, percent } = useFormats()
  const nameOf = useName()
  const all = sources.reduce((sum, { enrolments }) => sum + enrolments, 0)
  return (
    <Section title={text('drive.sources')}>
      <Table
        caption={text('drive.sources')}
        rows={sources}
        keyOf={({ code }) => code}
        columns={[
          { title: text('drive.source'), cell: nameOf },
          {
            title: text('drive.enrolments'),
            isNumber: true,
            cell: ({ enrolments }) => number(enrolments),
          },
          {
            title: text('drive.share'),
            isNumber: true,
            cell: ({ enrolments }) => percent(all === 0 ? 0 : enrolments / all),
          },
        ]}
      />
    </Section>
  )
}
