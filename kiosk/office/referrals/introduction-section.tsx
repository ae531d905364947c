import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getIntroductions } from '../../api/referrals.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime, Points } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** Who brought a member and whom they have brought; nothing where there is nobody. */
export function IntroductionSection({ memberId }: { memberId: string }) {
  const text = useText()
  const { number } = useFormats()
  const found = useRead(getIntroductions, { params: { memberId } })
  const { broughtBy = null, brought = [] } = found.data ?? {}
  const rows = [
    ...(broughtBy ? [{ ...broughtBy, what: text('by') }] : []),
    ...brought.map((each, index) => ({
      ...each,
      what: `${text('brought')} ${number(brought.length - index)}`,
    })),
  ]
  if (rows.length === 0) return <Trouble of={[found]} />
  return (
    <Section title={text('title')}>
      <Table
        caption={text('title')}
        rows={rows}
        keyOf={(row) => row.memberId}
        columns={[
          {
            title: text('member'),
            cell: (row) => (
              <Link to="/members/$memberId" params={{ memberId: row.memberId }}>
                {row.what}
              </Link>
            ),
          },
          { title: text('joined'), cell: ({ introducedAt }) => <DateTime at={introducedAt} /> },
          {
            title: text('points'),
            isNumber: true,
            cell: ({ purchaseId, points }) =>
              purchaseId === null ? <span className="soft">{text('open')}</span> : <Points points={points} />,
          },
        ]}
      />
    </Section>
  )
}
