import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { lookUpVoucher, recordBenefitUse, type FoundVoucher } from '../../api/vouchers.ts'
import { Notice } from '../../ui/notice.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { carriers, managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'
import { VoucherTable } from './voucher-table.tsx'

/** What a desk does with a voucher that somebody shows: look at it, and record a benefit. */
export function VoucherDesk() {
  const text = useText()
  const mayLook = useMay([...carriers, 'promoter'])
  const maySeeMembers = useMay(managers)
  const [code, setCode] = useState('')
  const find = useChange((typed: string, commandId) =>
    call(lookUpVoucher, { body: { code: typed }, commandId }),
  )
  const isCode = /^[0-9A-Za-z]{12}$/.test(code.replaceAll(/[\s-]/g, ''))
  if (!mayLook) return null
  const found = find.data
  return (
    <Section title={text('desk.title')}>
      <p>{text('desk.words')}</p>
      <OfficeForm
        submit={text('desk.find')}
        command={find}
        isComplete={isCode}
        onSubmit={() => find.mutate(code.trim())}
      >
        <RequiredText
          label={text('desk.code')}
          help={text('desk.code.help')}
          value={code}
          onChange={setCode}
          wrongWhenSent={isCode ? undefined : text('desk.code.help')}
          maxLength={20}
        />
      </OfficeForm>
      {found ? (
        <>
          <VoucherTable vouchers={[found.voucher]} />
          {found.memberId && maySeeMembers ? (
            <p>
              <Link to="/members/$memberId" params={{ memberId: found.memberId }}>
                {text('desk.member')}
              </Link>
            </p>
          ) : null}
          <UseBenefit
            key={found.voucher.id}
            found={found}
            code={code.trim()}
            onUsed={() => find.mutate(code.trim())}
          />
        </>
      ) : null}
    </Section>
  )
}

interface UseBenefitProps {
  found: FoundVoucher
  code: string
  onUsed: () => void
}

function UseBenefit({ found: { voucher }, code, onUsed }: UseBenefitProps) {
  const text = useText()
  const [cardNumber, setCard] = useState('')
  const command = useChange((body: { code: string; cardNumber: string }, commandId) =>
    call(recordBenefitUse, { body, commandId }),
  )
  if (command.isSuccess) return <Notice tone="good" title={text('desk.used')} />
  if (voucher.kind !== 'benefit' || voucher.state !== 'open') return null
  const isCard = /^9156\d{12}$/.test(cardNumber.trim())
  return (
    <OfficeForm
      submit={text('desk.use')}
      command={command}
      isComplete={isWritten(cardNumber) && isCard}
      onSubmit={() => command.mutate({ code, cardNumber: cardNumber.trim() }, { onSuccess: onUsed })}
    >
      <RequiredText
        label={text('desk.card')}
        help={text('desk.card.help')}
        value={cardNumber}
        onChange={setCard}
        wrongWhenSent={isCard ? undefined : text('desk.card.help')}
        inputMode="numeric"
        maxLength={16}
      />
    </OfficeForm>
  )
}
