import { Link, useParams } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import { getPartner, setPartnerState, type Partner } from '../../api/partners.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { Agreements } from './agreements.tsx'
import { useBalanceWords } from './balance.ts'
import { Entries } from './entries.tsx'
import { Keys } from './keys.tsx'
import { Months } from './months.tsx'
import { ChangePartnerForm } from './partner-form.tsx'
import { Settlements } from './settlements.tsx'
import { useText } from './texts.ts'

/** One partner: what was agreed, how the account stands, what was settled, who connects. */
export function PartnerPage() {
  const text = useText()
  const language = useLanguage()
  const balance = useBalanceWords()
  const mayChange = useMay(managers)
  const { partnerId } = useParams({ from: '/partners/$partnerId' })
  const read = useRead(getPartner, { params: { id: partnerId } })
  const partner = read.data
  return (
    <Page
      title={partner ? (language === 'en' ? partner.nameEn : partner.nameZh) : text('title')}
      lead={partner && text('partner.lead', { month: partner.openMonth, sum: balance(partner.balanceFen) })}
      help={text('help')}
      back={<Link to="/partners">{text('back')}</Link>}
      actions={partner && mayChange ? <Actions partner={partner} /> : null}
    >
      <Trouble of={[read]} />
      {partner ? (
        <>
          {partner.contact === '' ? null : (
            <p className="soft">
              {text('contact')}: {partner.contact}
            </p>
          )}
          <Agreements partner={partner} />
          <Months partner={partner} />
          <Settlements partner={partner} />
          <Entries partner={partner} />
          <Keys partner={partner} />
        </>
      ) : null}
    </Page>
  )
}

function Actions({ partner }: { partner: Partner }) {
  const text = useText()
  const verb = partner.state === 'active' ? 'stop' : 'resume'
  return (
    <>
      <DialogButton label={text('change')} title={text('change')} icon="pen">
        {(close) => <ChangePartnerForm partner={partner} onDone={close} />}
      </DialogButton>
      <DialogButton label={text(verb)} title={text(verb)} kind="quiet">
        {(close) => <StateForm partner={partner} verb={verb} onDone={close} />}
      </DialogButton>
    </>
  )
}

function StateForm({
  partner: { id },
  verb,
  onDone,
}: {
  partner: Partner
  verb: 'stop' | 'resume'
  onDone: () => void
}) {
  const text = useText()
  const state = verb === 'stop' ? ('stopped' as const) : ('active' as const)
  const command = useChange((_: void, commandId) =>
    call(setPartnerState, { params: { id }, body: { state }, commandId }),
  )
  return (
    <OfficeForm
      submit={text(verb)}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text(`${verb}.words`)}</p>
    </OfficeForm>
  )
}
