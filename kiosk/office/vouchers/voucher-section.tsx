import { useRead } from '../../api/reading.ts'
import { getBenefits, getVouchers } from '../../api/vouchers.ts'
import { useName } from '../../i18n/names.ts'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'
import { VoucherTable } from './voucher-table.tsx'

/** A member's vouchers, and what is left of their level's benefits this year. */
export function VoucherSection({ memberId }: { memberId: string }) {
  const text = useText()
  const nameOf = useName()
  const vouchers = useRead(getVouchers, { params: { memberId } })
  const benefits = useRead(getBenefits, { params: { memberId } })
  return (
    <Section title={text('title')}>
      <Trouble of={[vouchers, benefits]} />
      {benefits.data && benefits.data.benefits.length > 0 ? (
        <Stats>
          {benefits.data.benefits.map((benefit) => (
            <Stat key={benefit.code} label={nameOf(benefit)}>
              {benefit.left === null
                ? text('benefits.always')
                : text('benefits.left', { count: benefit.left, all: benefit.perYear ?? 0 })}
            </Stat>
          ))}
        </Stats>
      ) : null}
      {vouchers.data?.vouchers.length === 0 ? <p className="soft">{text('none')}</p> : null}
      {vouchers.data && vouchers.data.vouchers.length > 0 ? (
        <VoucherTable vouchers={vouchers.data.vouchers} />
      ) : null}
    </Section>
  )
}
