import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getConsentTexts, publishConsentText } from '../../api/members.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { OfficeForm } from '../office-form.tsx'
import { consentDraft } from './consent-draft.ts'
import { useText } from './texts.ts'

interface ConsentPartProps {
  plan: { consentVersion: string | undefined }
  change: (part: { consentVersion: string }) => void
}

export function ConsentPart({ plan: { consentVersion }, change }: ConsentPartProps) {
  const text = useText()
  const language = useLanguage()
  const texts = useRead(getConsentTexts).data?.texts ?? []
  const chosen = texts.find(({ version }) => version === consentVersion)
  return (
    <FormPart title={text('new.consent')}>
      <div className="form-row">
        <RequiredSelect
          label={text('new.consent-version')}
          value={consentVersion}
          onChange={(version) => change({ consentVersion: version })}
          options={texts.map(({ version }) => ({ value: version, label: version }))}
        />
        <DialogButton label={text('new.consent-new')} title={text('new.consent-new')} icon="pen">
          {(close) => (
            <ConsentForm
              onCancel={close}
              onDone={(version) => {
                change({ consentVersion: version })
                close()
              }}
            />
          )}
        </DialogButton>
      </div>
      {chosen ? (
        <blockquote className="consent-text">{language === 'en' ? chosen.textEn : chosen.textZh}</blockquote>
      ) : null}
    </FormPart>
  )
}

const versionShape = /^[A-Za-z0-9._-]{1,40}$/

function ConsentForm({ onDone, onCancel }: { onDone: (version: string) => void; onCancel: () => void }) {
  const text = useText()
  const [consent, setConsent] = useState({ version: '', ...consentDraft })
  const set = (part: Partial<typeof consent>) => setConsent({ ...consent, ...part })
  const command = useChange((body: typeof consent, commandId) =>
    call(publishConsentText, { body, commandId }),
  )
  const version = consent.version.trim()
  const isShaped = versionShape.test(version)
  return (
    <OfficeForm
      submit={text('new.consent.publish')}
      command={command}
      isComplete={isShaped && isWritten(consent.textZh) && isWritten(consent.textEn)}
      onCancel={onCancel}
      onSubmit={() => command.mutate({ ...consent, version }, { onSuccess: () => onDone(version) })}
    >
      <RequiredText
        label={text('new.consent.version')}
        help={text('new.consent.version.help')}
        error={version !== '' && !isShaped ? text('new.consent.version.wrong') : undefined}
        value={consent.version}
        onChange={(value) => set({ version: value })}
        maxLength={40}
      />
      <TextField
        label={text('new.consent.zh')}
        lines={4}
        value={consent.textZh}
        onChange={(textZh) => set({ textZh })}
        maxLength={8_000}
      />
      <TextField
        label={text('new.consent.en')}
        lines={4}
        value={consent.textEn}
        onChange={(textEn) => set({ textEn })}
        maxLength={8_000}
      />
    </OfficeForm>
  )
}
