import { useState, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { IconName } from '../ui/icon.tsx'

interface DialogButtonProps {
  label: string
  title: string
  icon?: IconName
  kind?: 'primary' | 'plain' | 'quiet'
  isDisabled?: boolean
  /** Drawn afresh each time that the dialog opens. */
  children: (close: () => void) => ReactNode
}

/** A verb that asks for something first. */
export function DialogButton({ label, title, children, ...button }: DialogButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button {...button} onPress={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={close}>
        {children(close)}
      </Dialog>
    </>
  )
}
