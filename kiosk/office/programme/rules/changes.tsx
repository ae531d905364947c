import type { RuleChange } from '../../../api/programmes.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { Table } from '../../../ui/table.tsx'
import { useText } from './texts.ts'

/** What one version says otherwise than the one before, a rule a row. */
export function Changes({ of: changes }: { of: readonly RuleChange[] }) {
  const text = useText()
  const language = useLanguage()
  if (changes.length === 0) return <p className="soft">{text('changes.none')}</p>
  const said = (sentence: RuleChange['before']) =>
    sentence ? (
      language === 'en' ? (
        sentence.en
      ) : (
        sentence.zh
      )
    ) : (
      <span className="soft">{text('changes.nothing')}</span>
    )
  return (
    <Table
      caption={text('changes.title')}
      rows={changes}
      keyOf={({ key }) => key}
      columns={[
        {
          title: text('changes.after'),
          cell: ({ after }) => <span className="rule-said">{said(after)}</span>,
        },
        {
          title: text('changes.before'),
          cell: ({ before }) => <span className="rule-said">{said(before)}</span>,
        },
      ]}
    />
  )
}
