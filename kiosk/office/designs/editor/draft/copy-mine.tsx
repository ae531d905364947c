import { useRef, useState } from 'react'
import { call } from '../../../../api/call.ts'
import { addDesign, saveDraft, type Saved } from '../../../../api/designs.ts'
import { Button } from '../../../../ui/button.tsx'
import { DialogActions } from '../../../../ui/dialog.tsx'
import { ProblemNotice } from '../../../../ui/notice.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useBench } from '../bench.ts'
import { useText } from '../texts.ts'

interface CopyMineProps {
  code: string
  /** the version that the copy begins with, before mine goes over it */
  number: number
  onCopied: (code: string) => void
  onBack: () => void
}

/** Saves what is drawn here as a design of its own. */
export function CopyMine({ code, number, onCopied, onBack }: CopyMineProps) {
  const text = useText()
  const { design: mine } = useBench().scene
  const [copyCode, setCopyCode] = useState(`${code.slice(0, 35)}-copy`)
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const begun = useRef<Saved>(undefined)
  const isCode = /^[a-z0-9-]{1,40}$/.test(copyCode)

  const copy = async () => {
    const name = {
      'zh-CN': `${mine.name['zh-CN'].slice(0, 36)} 副本`,
      en: `${mine.name.en.slice(0, 34)} copy`,
    }
    if (begun.current?.code !== copyCode) {
      const from = { kind: 'copy' as const, code, number }
      const body = { code: copyCode, nameZh: name['zh-CN'], nameEn: name.en, from }
      begun.current = await call(addDesign, { body })
    }
    const base = { number: begun.current.number, revision: begun.current.revision }
    const document = { ...mine, id: copyCode, assets: {}, name }
    await call(saveDraft, { params: { code: copyCode }, body: { base, document } })
    onCopied(copyCode)
  }
  const onPress = () => {
    setProblem(undefined)
    setBusy(true)
    copy().catch((error: unknown) => {
      setProblem(error)
      setBusy(false)
    })
  }
  return (
    <>
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
        <Button kind="primary" isPending={isBusy} isDisabled={!isCode} onPress={onPress}>
          {text('conflict.copy.do')}
        </Button>
        <Button onPress={onBack}>{text('conflict.copy.back')}</Button>
      </DialogActions>
    </>
  )
}
