import { useEffect, useRef, useState } from 'react'
import type { NewEntry } from '../store/contract.ts'
import type { Tablet } from '../store/tablet.ts'
import type { RecordName } from '../store/vault.ts'
import { useKeeper } from './use-keeper.ts'

interface Kept<Filled> {
  promoterId: string
  filled: Filled
}

interface FormOf<Filled> {
  record: RecordName
  /** whose form it is: nobody else finds it */
  promoterId: string
  empty: Filled
}

export interface KeptForm<Filled> {
  filled: Filled
  fill: (part: Partial<Filled>) => void
  state: 'ready' | 'busy' | 'saved' | 'failed'
  /** One entry at a press: a second press while it is being written is none. */
  write: (entry: NewEntry) => void
}

/** A form beside the enrolment that is sealed and on the disk within moments; undefined while it is read from there. */
export function useKeptForm<Filled extends object>(
  tablet: Tablet,
  { record, promoterId, empty }: FormOf<Filled>,
): KeptForm<Filled> | undefined {
  const { vault } = tablet
  const [form, setForm] = useState<{ filled: Filled; isTouched: boolean }>()
  const [state, setState] = useState<KeptForm<Filled>['state']>('ready')
  const isBusy = useRef(false)
  const keeper = useKeeper<Kept<Filled>>(vault, record)
  const first = useRef(empty)

  useEffect(() => {
    let isHere = true
    const takeUp = (kept: unknown) => {
      const draft = kept as Kept<Filled> | null | undefined
      const filled = draft?.promoterId === promoterId ? draft.filled : first.current
      if (isHere) setForm({ filled, isTouched: false })
    }
    vault.read(record).then(takeUp, () => takeUp(undefined))
    return () => {
      isHere = false
    }
  }, [vault, record, promoterId])

  useEffect(() => {
    if (form?.isTouched) keeper.keep({ promoterId, filled: form.filled })
  }, [form, promoterId, keeper])

  if (!form) return undefined
  const fill = (part: Partial<Filled>) => {
    setState('ready')
    setForm((before) => before && { filled: { ...before.filled, ...part }, isTouched: true })
  }
  const save = async (entry: NewEntry) => {
    await keeper.hold()
    try {
      // In one stroke: a crash leaves either the form or the entry made of it.
      await tablet.write(entry, async () => [await vault.put(record, null)])
      setState('saved')
      setForm({ filled: first.current, isTouched: true })
    } catch {
      setState('failed')
    }
    isBusy.current = false
    keeper.release()
  }
  const write = (entry: NewEntry) => {
    if (isBusy.current) return
    isBusy.current = true
    setState('busy')
    void save(entry)
  }
  return { filled: form.filled, fill, state, write }
}
