import { call } from '../../api/call.ts'
import { getMyBenefits, getMyVouchers, takeBenefit, type Me, type MyVoucher } from '../../api/kiosks.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { useUiText } from '../../ui/texts.ts'
import { LookOnly } from './look-only.tsx'
import { useText } from '../texts.ts'
import { Screen } from './screen.tsx'
import { useMine, useMyCommand } from './session-queries.tsx'
import { useSessionText } from './texts.ts'
import { useVoucherWords } from './voucher-words.ts'
import './mine-screen.css'

interface MineScreenProps {
  me: Me
  onBack: () => void
  /** after a tap: by the PIN */
  onProve: () => void
  onCode: () => void
}

/** The member's vouchers with what a till scans, and what their level gives this year. */
export function MineScreen({ me, onBack, onProve, onCode }: MineScreenProps) {
  const text = useSessionText()
  const kioskText = useText()
  const uiText = useUiText()
  const { data, error } = useMine(getMyVouchers)
  return (
    <Screen title={text('mine')} back={kioskText('gifts')} onBack={onBack}>
      {error ? <ProblemNotice problem={error} /> : null}
      {data || error ? null : <output>{uiText('loading')}</output>}
      <LookOnly me={me} onCode={onCode} />
      {me.means === 'tap' && !me.isProven && !me.needsJoining ? (
        <Notice tone="plain" title={text('mine.prove')}>
          <Button kind="primary" icon="check" onPress={onProve}>
            {text('mine.prove.do')}
          </Button>
        </Notice>
      ) : null}
      {data?.vouchers.length === 0 && !me.balance.masked ? (
        <EmptyState icon="gift" title={text('mine.none')} todo={text('mine.none.todo')} />
      ) : null}
      <ul className="my-vouchers">
        {data?.vouchers.map((voucher) => (
          <li key={voucher.id}>
            <VoucherCard voucher={voucher} />
          </li>
        ))}
      </ul>
      <Benefits isProven={me.isProven} />
    </Screen>
  )
}

/** The day named is the last one on which it is good. */
const lastMomentOf = ({ expiresAt }: MyVoucher): string => new Date(Date.parse(expiresAt) - 1).toISOString()

function VoucherCard({ voucher }: { voucher: MyVoucher }) {
  const text = useSessionText()
  const nameOf = useName()
  const words = useVoucherWords()
  const { code, state } = voucher
  return (
    <article className={state === 'open' ? 'my-voucher' : 'my-voucher over'}>
      <div>
        <h2>{nameOf(voucher)}</h2>
        <p className="lead">{words.ofVoucher(voucher)}</p>
        {state === 'open' ? (
          <p className="soft">
            {text('voucher.until')} <DateTime at={lastMomentOf(voucher)} show="date" />
          </p>
        ) : (
          <Badge tone="plain" icon={state === 'used' ? 'check' : 'close'}>
            {text(`voucher.${state}`)}
          </Badge>
        )}
        {code ? <p className="my-voucher-code figures">{code}</p> : null}
      </div>
      {code ? <QrCode text={code} label={text('voucher.qr')} /> : null}
    </article>
  )
}

function Benefits({ isProven }: { isProven: boolean }) {
  const text = useSessionText()
  const nameOf = useName()
  const { data } = useMine(getMyBenefits)
  const take = useMyCommand((benefit: string, sending) =>
    call(takeBenefit, { body: { benefit }, ...sending }),
  )
  if (!data || data.benefits.length === 0) return null
  return (
    <section className="my-benefits" aria-labelledby="my-benefits">
      <h2 id="my-benefits">{text('benefits')}</h2>
      {take.error ? <ProblemNotice problem={take.error} /> : null}
      <ul>
        {data.benefits.map((benefit) => (
          <li key={benefit.code}>
            <span className="my-benefit">
              <strong>{nameOf(benefit)}</strong>
              <span className="soft">
                {benefit.left === null
                  ? text('benefit.always')
                  : text('benefit.left', { count: benefit.left, all: benefit.perYear ?? 0 })}
              </span>
            </span>
            {isProven && benefit.left !== null && benefit.left > 0 ? (
              <Button icon="gift" isDisabled={take.isPending} onPress={() => take.mutate(benefit.code)}>
                {text('benefit.take')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
