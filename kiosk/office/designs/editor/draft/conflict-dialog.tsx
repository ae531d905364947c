import { useState } from 'react'
import type { Design } from '../../../../../card-designs/engine/design.ts'
import { call } from '../../../../api/call.ts'
import { addDesign, saveDraft } from '../../../../api/designs.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { ProblemNotice } from '../../../../ui/notice.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useLanguage } from '../../../../i18n/language.ts'
import { useText } from '../texts.ts'
import type { Base } from './use-draft.ts'

interface ConflictDialogProps {
  code: string
  mine: Design
  base: Base
  by: string
  at: string
  onTaken: () => void
  onCopied: (code: string) => void
}

/** Somebody else has saved since: their state, or mine as a design of its own. Nothing is lost before one chooses. */
export function ConflictDialog({ code, mine, base, by, at, onTaken, onCopied }: ConflictDialogProps) {
  const text = useText()
  const language = useLanguage()
  const [copyCode, setCopyCode] = useState(`${code}-copy`.slice(0, 40))
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const isCode = /^[a-z0-9-]{1,40}$/.test(copyCode)

  const copy = async () => {
    setBusy(true)
    const name = { 'zh-CN': mine.name['zh-CN'].slice(0, 36), en: mine.name.en.slice(0, 34) }
    const from = { kind: 'copy' as const, code, number: base.number }
    const names = { nameZh: `${name['zh-CN']} 副本`, nameEn: `${name.en} copy` }
    const begun = await call(addDesign, { body: { code: copyCode, ...names, from } })
    const document = {
      ...mine,
      id: copyCode,
      assets: {},
      name: { 'zh-CN': names.nameZh, en: names.nameEn },
    }
    const upon = { number: begun.number, revision: begun.revision }
    await call(saveDraft, { params: { code: copyCode }, body: { base: upon, document } })
    onCopied(copyCode)
  }
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <Dialog title={text('conflict.title')} isOpen>
      <p>
        {at === ''
          ? text('conflict.lead.unknown')
          : text('conflict.lead', { by, at: when.format(new Date(at)) })}
      </p>
      <p>{text('conflict.safe')}</p>
      {problem ? <ProblemNotice problem={problem} saved={text('conflict.safe')} /> : null}
      <TextField
        label={text('conflict.code')}
        help={text('conflict.code.help')}
        value={copyCode}
        maxLength={40}
        error={isCode ? undefined : text('conflict.code.wrong')}
        onChange={setCopyCode}
      />
      <DialogActions>
        <Button
          kind="primary"
          isPending={isBusy}
          isDisabled={!isCode}
          onPress={() => {
            setProblem(undefined)
            copy().catch((error: unknown) => {
              setProblem(error)
              setBusy(false)
            })
          }}
        >
          {text('conflict.copy')}
        </Button>
        <Button onPress={onTaken}>{text('conflict.take')}</Button>
      </DialogActions>
    </Dialog>
  )
}
