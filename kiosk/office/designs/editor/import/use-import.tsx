import { useState, type DragEvent, type ReactNode } from 'react'
import { Problem } from '../../../../api/problem.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { Notice, ProblemNotice } from '../../../../ui/notice.tsx'
import type { Bench } from '../bench.ts'
import { addElements, stepBack } from '../model/editor.ts'
import { PdfDialog } from './pdf-dialog.tsx'
import { isTooLarge, kindOf, pictureFrom, shapesFrom } from './picture-file.ts'
import { pictureOfSvg } from './svg-picture.ts'
import { useText } from './texts.ts'

type Step =
  | { kind: 'idle' }
  | { kind: 'busy'; at: 'reading' | 'drawing' }
  | { kind: 'busy'; at: 'sending'; megabytes: string }
  | { kind: 'pdf'; file: Blob }
  | { kind: 'trouble'; problem?: unknown; words: 'import.too-large' | 'import.unknown' | 'import.failed' }
  | { kind: 'left-out'; svg: Blob; what: readonly string[] }
  | { kind: 'no-shapes'; svg: Blob }

/** Takes artwork from files: SVG as shapes or as a picture, PNG and JPEG as pictures, a page of a PDF as a picture. */
export function useImport(act: Bench['act'], bleedUm: number) {
  const [step, setStep] = useState<Step>({ kind: 'idle' })
  const done = () => setStep({ kind: 'idle' })
  const fail = (problem: unknown) => setStep({ kind: 'trouble', problem, words: 'import.failed' })

  const addPicture = async (picture: Blob) => {
    setStep({ kind: 'busy', at: 'sending', megabytes: (picture.size / 1024 / 1024).toFixed(1) })
    const element = await pictureFrom(picture, bleedUm)
    act((now) => addElements(now, [element]))
    done()
  }
  const addSvgAsPicture = async (svg: Blob) => {
    setStep({ kind: 'busy', at: 'drawing' })
    await addPicture(await pictureOfSvg(svg))
  }
  const addShapes = async (svg: Blob) => {
    const { element, leftOut } = await shapesFrom(svg)
    act((now) => addElements(now, [element]))
    setStep(leftOut.length > 0 ? { kind: 'left-out', svg, what: leftOut } : { kind: 'idle' })
  }
  const takeSvg = async (svg: Blob) => {
    try {
      await addShapes(svg)
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'artwork-empty') throw problem
      setStep({ kind: 'no-shapes', svg })
    }
  }
  const take = async (file: Blob) => {
    setStep({ kind: 'busy', at: 'reading' })
    const kind = await kindOf(file)
    if (!kind) return setStep({ kind: 'trouble', words: 'import.unknown' })
    if (isTooLarge(file, kind)) return setStep({ kind: 'trouble', words: 'import.too-large' })
    if (kind === 'pdf') return setStep({ kind: 'pdf', file })
    return kind === 'picture' ? addPicture(file) : takeSvg(file)
  }
  const onFile = (file: Blob | null | undefined) => {
    if (file) take(file).catch(fail)
  }
  const asPicture = (svg: Blob) => {
    if (step.kind === 'left-out') act(stepBack) // its shapes go, or everything would be there twice
    addSvgAsPicture(svg).catch(fail)
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
      <ImportDialog step={step} onClose={done} onPicture={asPicture} />
    </>
  )
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    onFile(event.dataTransfer.files[0])
  }
  return { onFile, onDrop, isBusy: step.kind === 'busy', dialogs }
}

const knownParts = ['text', 'image', 'pattern', 'filter', 'mask', 'clip-path'] as const
const isKnown = (part: string): part is (typeof knownParts)[number] =>
  (knownParts as readonly string[]).includes(part)

interface ImportDialogProps {
  step: Step
  onClose: () => void
  onPicture: (svg: Blob) => void
}

/** What becomes of a file: how far it is, or what is to be known or decided about it. */
function ImportDialog({ step, onClose, onPicture }: ImportDialogProps) {
  const text = useText()
  const isBusy = step.kind === 'busy'
  const svg = 'svg' in step ? step.svg : undefined
  return (
    <Dialog
      title={text('import.title')}
      isOpen={step.kind !== 'idle' && step.kind !== 'pdf'}
      onClose={isBusy ? () => {} : onClose}
    >
      <StepNotice step={step} />
      {isBusy ? null : (
        <DialogActions>
          <Button kind={svg ? 'plain' : 'primary'} onPress={onClose}>
            {text('understood')}
          </Button>
          {svg ? (
            <Button kind="primary" onPress={() => onPicture(svg)}>
              {text('import.as-picture')}
            </Button>
          ) : null}
        </DialogActions>
      )}
    </Dialog>
  )
}

function StepNotice({ step }: { step: Step }) {
  const text = useText()
  const nameOf = (part: string) => (isKnown(part) ? text(`part.${part}`) : part)
  switch (step.kind) {
    case 'busy':
      return (
        <>
          <output>
            {step.at === 'sending'
              ? text('import.sending', { megabytes: step.megabytes })
              : text(`import.${step.at}`)}
          </output>
          <progress aria-label={text('import.title')} />
        </>
      )
    case 'trouble':
      return step.problem ? (
        <ProblemNotice problem={step.problem} saved={text('import.untouched')} />
      ) : (
        <Notice
          tone="bad"
          title={text(step.words)}
          saved={text('import.untouched')}
          todo={text('import.todo')}
        />
      )
    case 'left-out':
      return (
        <Notice
          tone="caution"
          title={text('import.left-out', { what: step.what.map(nameOf).join(text('import.comma')) })}
          todo={text('import.left-out.todo')}
        />
      )
    case 'no-shapes':
      return <Notice tone="caution" title={text('import.no-shapes')} todo={text('import.no-shapes.todo')} />
    case 'idle':
    case 'pdf':
      return null
  }
}
