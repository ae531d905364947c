import { useEffect, useState } from 'react'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { NumberField } from '../panels/fields.tsx'
import type { OpenPdf, PdfFault } from './pdf-page.ts'
import { useText } from './texts.ts'

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
  const [preview, setPreview] = useState<{ page: number; address: string }>()
  const [isTaking, setTaking] = useState(false)
  const [fault, setFault] = useState<PdfFault>()

  useEffect(() => {
    let isGone = false
    let opened: OpenPdf | undefined
    import('./pdf-page.ts')
      .then(({ openPdf }) => openPdf(file))
      .then((found) => {
        opened = found
        return isGone ? found.close() : setPdf(found)
      })
      .catch((error: unknown) => (isGone ? undefined : setFault(faultOf(error))))
    return () => {
      isGone = true
      opened?.close()
    }
  }, [file])

  useEffect(() => {
    let isGone = false
    pdf
      ?.preview(page)
      .then((address) => (isGone ? undefined : setPreview({ page, address })))
      .catch((error: unknown) => (isGone ? undefined : setFault(faultOf(error))))
    return () => {
      isGone = true
    }
  }, [pdf, page])

  const take = () => {
    setTaking(true)
    pdf?.picture(page).then(onChosen, (error: unknown) => setFault(faultOf(error)))
  }
  const isShown = preview?.page === page
  return (
    <Dialog title={text('pdf.title')} isOpen onClose={onClose}>
      {fault ? (
        <Notice
          tone="bad"
          title={text(`pdf.${fault}`)}
          todo={text(fault === 'locked' ? 'pdf.locked.todo' : 'pdf.failed.todo')}
        />
      ) : pdf ? (
        <>
          <p>{text('pdf.pages', { count: pdf.pages })}</p>
          <NumberField label={text('pdf.page')} value={page} min={1} max={pdf.pages} onChange={setPage} />
          <div className="pdf-preview">
            {isShown ? (
              <img src={preview.address} alt={text('pdf.preview', { page })} />
            ) : (
              <output>{text('pdf.drawing', { page })}</output>
            )}
          </div>
          {isTaking ? <output>{text('import.drawing')}</output> : null}
        </>
      ) : (
        <output>{text('pdf.opening')}</output>
      )}
      <DialogActions>
        {fault ? null : (
          <Button kind="primary" isDisabled={!isShown} isPending={isTaking} onPress={take}>
            {text('pdf.take')}
          </Button>
        )}
        <Button onPress={onClose}>{text(fault ? 'understood' : 'cancel')}</Button>
      </DialogActions>
    </Dialog>
  )
}

/** By its shape: the class itself comes with the library, which is fetched when it is needed. */
const faultOf = (error: unknown): PdfFault =>
  error instanceof Error && 'fault' in error ? (error.fault as PdfFault) : 'damaged'
