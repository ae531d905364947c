import { useState, type DragEvent, type ReactNode } from 'react'
import { Notice, ProblemNotice } from '../../../../ui/notice.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { Button } from '../../../../ui/button.tsx'
import type { Bench } from '../bench.ts'
import { addElements } from '../model/editor.ts'
import { useText } from '../texts.ts'
import { PdfDialog } from './pdf-dialog.tsx'
import { kindOf, MOST_FILE_BYTES, pictureFrom, shapesFrom } from './picture-file.ts'

type Step =
  | { kind: 'idle' | 'busy' }
  | { kind: 'pdf'; file: Blob }
  | { kind: 'trouble'; problem?: unknown; words: 'import.too-large' | 'import.unknown' | 'import.failed' }
  | { kind: 'left-out'; what: string }

/** Takes artwork from files: SVG as shapes, PNG and JPEG as pictures, a page of a PDF as a picture. */
export function useImport(act: Bench['act'], bleedUm: number) {
  const text = useText()
  const [step, setStep] = useState<Step>({ kind: 'idle' })
  const done = () => setStep({ kind: 'idle' })
  const fail = (problem: unknown) => setStep({ kind: 'trouble', problem, words: 'import.failed' })

  const addPicture = async (picture: Blob) => {
    setStep({ kind: 'busy' })
    const element = await pictureFrom(picture, bleedUm)
    act((now) => addElements(now, [element]))
    done()
  }
  const addShapes = async (svg: Blob) => {
    setStep({ kind: 'busy' })
    const { element, leftOut } = await shapesFrom(svg)
    act((now) => addElements(now, [element]))
    setStep(leftOut.length > 0 ? { kind: 'left-out', what: leftOut.join(', ') } : { kind: 'idle' })
  }
  const take = async (file: Blob) => {
    if (file.size > MOST_FILE_BYTES) return setStep({ kind: 'trouble', words: 'import.too-large' })
    const kind = await kindOf(file)
    if (kind === 'pdf') return setStep({ kind: 'pdf', file })
    if (kind === 'picture') return addPicture(file)
    if (kind === 'svg') return addShapes(file)
    return setStep({ kind: 'trouble', words: 'import.unknown' })
  }
  const onFile = (file: Blob | null | undefined) => {
    if (file) take(file).catch(fail)
  }

  const dialogs: ReactNode = (
    <>
      {step.kind === 'pdf' ? (
        <PdfDialog
          file={step.file}
          onClose={done}
          onChosen={(picture) => void addPicture(picture).catch(fail)}
        />
      ) : null}
      <Dialog
        title={text('import.title')}
        isOpen={step.kind === 'trouble' || step.kind === 'left-out'}
        onClose={done}
      >
        {step.kind === 'trouble' ? (
          step.problem ? (
            <ProblemNotice problem={step.problem} saved={text('import.untouched')} />
          ) : (
            <Notice
              tone="bad"
              title={text(step.words)}
              saved={text('import.untouched')}
              todo={text('import.todo')}
            />
          )
        ) : null}
        {step.kind === 'left-out' ? (
          <Notice
            tone="caution"
            title={text('import.left-out', { what: step.what })}
            todo={text('import.left-out.todo')}
          />
        ) : null}
        <DialogActions>
          <Button kind="primary" onPress={done}>
            {text('understood')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    onFile(event.dataTransfer.files[0])
  }
  return { onFile, onDrop, isBusy: step.kind === 'busy', dialogs }
}
