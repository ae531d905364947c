import { useRef, useState } from 'react'
import type { NewEntry } from '../store/contract.ts'
import type { Tablet } from '../store/tablet.ts'

interface Writing {
  state: 'ready' | 'busy' | 'saved' | 'failed'
  write: (entry: NewEntry, onSaved: () => void) => void
}

/** One entry at a press: a second press while it is being written is none. */
export function useWriting(tablet: Tablet): Writing {
  const [state, setState] = useState<Writing['state']>('ready')
  const isBusy = useRef(false)
  const keep = async (entry: NewEntry, onSaved: () => void) => {
    try {
      await tablet.write(entry)
      setState('saved')
      onSaved()
    } catch {
      setState('failed')
    }
    isBusy.current = false
  }
  const write: Writing['write'] = (entry, onSaved) => {
    if (isBusy.current) return
    isBusy.current = true
    setState('busy')
    void keep(entry, onSaved)
  }
  return { state, write }
}
