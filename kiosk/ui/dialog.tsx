import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import './dialog.css'

interface DialogProps {
  title: string
  children: ReactNode
  isOpen: boolean
  /** Left out where the person must answer: Escape and a press outside then do nothing. */
  onClose?: () => void
}

/** A question above the page: focus stays inside and goes back to where it was. */
export const Dialog = ({ title, children, isOpen, onClose }: DialogProps) => (
  <ModalOverlay
    className="veil"
    isOpen={isOpen}
    isDismissable={onClose !== undefined}
    isKeyboardDismissDisabled={onClose === undefined}
    onOpenChange={(open) => (open ? undefined : onClose?.())}
  >
    <Modal className="dialog">
      <AriaDialog role={onClose ? 'dialog' : 'alertdialog'}>
        <Heading slot="title">{title}</Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="dialog-actions">{children}</div>
)
