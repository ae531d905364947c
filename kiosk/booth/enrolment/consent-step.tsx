import { useState } from 'react'
import { useName } from '../../i18n/names.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SignaturePad } from '../../ui/signature-pad.tsx'
import { useUiText } from '../../ui/texts.ts'
import { useText } from '../texts.ts'
import type { FormDesk } from './form-desk.ts'
import type { StepProps } from './step-props.ts'
import { LackLine } from './lack-line.tsx'

export function ConsentStep({ desk, form, lacks, fill }: StepProps) {
  const text = useText()
  const nameOf = useName()
  const { version } = desk.consent
  const signature = form.consent?.version === version ? form.consent.signature : undefined
  return (
    <>
      <div>
        <Choice
          label={text('consent.source')}
          value={form.sourceCode ?? undefined}
          options={desk.sources.map((source) => ({ value: source.code, label: nameOf(source) }))}
          onChange={(sourceCode) => fill({ sourceCode })}
        />
        <LackLine lacks={lacks} of={['source-missing']} />
      </div>
      <div className="consent-pair">
        <ConsentText consent={desk.consent} />
        <div>
          <SignaturePad
            key={version}
            label={text('consent.sign')}
            value={signature}
            onChange={(signed) => fill({ consent: signed ? { version, signature: signed } : null })}
          />
          <LackLine lacks={lacks} of={['signature-missing']} />
        </div>
      </div>
    </>
  )
}

function ConsentText({ consent }: { consent: FormDesk['consent'] }) {
  const text = useText()
  const uiText = useUiText()
  const isEnglish = useLanguage() === 'en'
  const [isLarge, setIsLarge] = useState(false)
  const words = isEnglish ? consent.textEn : consent.textZh
  return (
    <section className="consent" aria-labelledby="consent-title">
      <div className="consent-head">
        <h2 id="consent-title">{text('consent.text')}</h2>
        <span className="soft figures">{text('consent.version', { version: consent.version })}</span>
        <Button kind="quiet" icon="rules" onPress={() => setIsLarge(true)}>
          {text('consent.read')}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div className="consent-words" tabIndex={0} role="document" aria-labelledby="consent-title">
        {words}
      </div>
      <Dialog title={text('consent.text')} isOpen={isLarge} onClose={() => setIsLarge(false)}>
        <p className="soft figures">{text('consent.version', { version: consent.version })}</p>
        <p className="consent-large">{words}</p>
        <DialogActions>
          <Button onPress={() => setIsLarge(false)}>{uiText('close')}</Button>
        </DialogActions>
      </Dialog>
    </section>
  )
}
