import { useState } from 'react'
import { handOverComplimentary, type HandOver } from '../../api/complimentary.ts'
import { call } from '../../api/call.ts'
import { getConsentTexts } from '../../api/members.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { SignaturePad, type Signature } from '../../ui/signature-pad.tsx'
import { CardFields, noCard } from '../card-in-hand/card-fields.tsx'
import { cardInHand } from '../card-in-hand/in-hand.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

export function GiveDialog({ requestId }: { requestId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('give.open')} title={text('give.title')} icon="card">
      {(close) => <GiveForm requestId={requestId} onDone={close} />}
    </DialogButton>
  )
}

const asSent = (signature: Signature): HandOver['signature'] =>
  signature.kind === 'drawn' ? signature.png : { typedName: signature.name }

function GiveForm({ requestId, onDone }: { requestId: string; onDone: () => void }) {
  const text = useText()
  const isEnglish = useLanguage() === 'en'
  const consents = useRead(getConsentTexts).data?.texts ?? []
  const [answer, setAnswer] = useState(noCard)
  const [phone, setPhone] = useState('')
  const [chosen, setChosen] = useState<string>()
  const [signature, setSignature] = useState<Signature>()
  const consent = consents.find(({ version }) => version === chosen) ?? consents[0]
  const card = cardInHand(answer.written)
  const command = useChange((body: HandOver, commandId) =>
    call(handOverComplimentary, { params: { requestId }, body, commandId }),
  )
  const send = () => {
    if (!card || !consent || !signature) return
    const { placeId } = answer
    const given = { phone: phone.trim(), consentVersion: consent.version, signature: asSent(signature) }
    command.mutate({ card, placeId, ...given }, { onSuccess: onDone })
  }
  return (
    <OfficeForm
      submit={text('give.submit')}
      command={command}
      isComplete={Boolean(card && consent && signature) && isWritten(phone)}
      onCancel={onDone}
      onSubmit={send}
    >
      <p>{text('give.words')}</p>
      <CardFields value={answer} onChange={setAnswer} />
      <RequiredText label={text('give.phone')} value={phone} onChange={setPhone} type="tel" maxLength={20} />
      <RequiredSelect
        label={text('give.consent')}
        value={consent?.version}
        onChange={setChosen}
        options={consents.map(({ version }) => ({ value: version, label: version }))}
      />
      {consent ? (
        <blockquote className="consent-text">{isEnglish ? consent.textEn : consent.textZh}</blockquote>
      ) : null}
      <SignaturePad label={text('give.sign')} value={signature} onChange={setSignature} />
    </OfficeForm>
  )
}
