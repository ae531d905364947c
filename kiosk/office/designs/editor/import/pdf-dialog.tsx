import { useEffect, useState } from 'react'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { useText } from '../texts.ts'
import { NumberField } from '../panels/fields.tsx'
import type { OpenPdf } from './pdf-page.ts'

interface PdfDialogProps {
  file: Blob
  onChosen: (picture: Blob) => void
  onClose: () => void
}

/** Shows the pages of a PDF, one at a time, and takes the chosen one as a picture. */
export function PdfDialog({ file, onChosen, onClose }: PdfDialogProps) {
  const text = useText()
  const [pdf, setPdf] = useState<OpenPdf>()
  const [page, setPage] = useState(1)
  const [preview, setPreview] = useState<string>()
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready')

  useEffect(() => {
    let isGone = false
    let opened: OpenPdf | undefined
    import('./pdf-page.ts')
      .then(({ openPdf }) => openPdf(file))
      .then((found) => {
        opened = found
        return isGone ? found.close() : setPdf(found)
      })
      .catch(() => setState('failed'))
    return () => {
      isGone = true
      opened?.close()
    }
  }, [file])

  useEffect(() => {
    let isGone = false
    pdf
      ?.preview(page)
      .then((address) => (isGone ? undefined : setPreview(address)))
      .catch(() => setState('failed'))
    return () => {
      isGone = true
    }
  }, [pdf, page])

  const take = () => {
    setState('busy')
    pdf?.picture(page).then(onChosen, () => setState('failed'))
  }
  return (
    <Dialog title={text('pdf.title')} isOpen onClose={onClose}>
      {state === 'failed' ? (
        <Notice tone="bad" title={text('pdf.failed')} todo={text('pdf.failed.todo')} />
      ) : null}
      {pdf ? (
        <>
          <p>{text('pdf.pages', { count: pdf.pages })}</p>
          <NumberField label={text('pdf.page')} value={page} min={1} max={pdf.pages} onChange={setPage} />
          <div className="pdf-preview">
            {preview ? <img src={preview} alt={text('pdf.preview', { page })} /> : null}
          </div>
        </>
      ) : state === 'failed' ? null : (
        <output>{text('pdf.opening')}</output>
      )}
      <DialogActions>
        <Button
          kind="primary"
          isDisabled={!pdf || state === 'failed'}
          isPending={state === 'busy'}
          onPress={take}
        >
          {text('pdf.take')}
        </Button>
        <Button onPress={onClose}>{text('cancel')}</Button>
      </DialogActions>
    </Dialog>
  )
}
