import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Design } from '../../../../../card-designs/engine/design.ts'
import { call } from '../../../../api/call.ts'
import { saveDraft } from '../../../../api/designs.ts'
import { Problem } from '../../../../api/problem.ts'
import { forgetKept, keepDraft } from './kept-draft.ts'

export interface Base {
  number: number
  revision: number
}

export type DraftState =
  | { kind: 'saved' | 'waiting' | 'saving' | 'offline' }
  /** somebody else has saved since; nothing more is saved until one chooses */
  | { kind: 'changed'; by: string; at: string }
  | { kind: 'refused'; problem: Problem }

const SAVE_AFTER_MS = 1_500
const KEEP_AFTER_MS = 300

/**
 * Saves the document by itself a while after its last change, upon what it was drawn upon. Until the server has it, it
 * is kept in this browser. `begin`: what the server has. `isBehind`: what was kept here
 * was drawn upon an older state than that.
 */
export function useDraft({
  code,
  document,
  begin,
  drawnUpon,
  isBehind,
}: {
  code: string
  document: Design
  begin: { base: Base; document: Design }
  drawnUpon: Base
  isBehind: boolean
}) {
  const base = useRef(drawnUpon)
  const [known, setKnown] = useState(begin.base)
  const saved = useRef(begin.document)
  const refused = useRef<Design>(undefined)
  const isRunning = useRef(false)
  const [state, setState] = useState<DraftState>(
    isBehind ? { kind: 'changed', by: '', at: '' } : { kind: 'saved' },
  )
  const isStopped = state.kind === 'changed'
  const isSaving = state.kind === 'saving'

  const save = useEffectEvent(async () => {
    if (isRunning.current || isStopped || saved.current === document) return
    isRunning.current = true
    setState({ kind: 'saving' })
    const sent = document
    try {
      const answer = await call(saveDraft, {
        params: { code },
        body: { base: base.current, document: { ...sent, assets: {} } },
      })
      base.current = { number: answer.number, revision: answer.revision }
      saved.current = sent
      setKnown(base.current)
      setState({ kind: 'saved' })
    } catch (error) {
      const after = stateAfter(error)
      if (after.kind === 'refused') refused.current = sent
      setState(after)
    } finally {
      isRunning.current = false
    }
  })

  useEffect(() => {
    if (saved.current === document) {
      forgetKept(code)
      return undefined
    }
    if (refused.current !== document)
      setState((now) => (now.kind === 'saved' || now.kind === 'refused' ? { kind: 'waiting' } : now))
    const keep = setTimeout(() => keepDraft(code, { base: base.current, document }), KEEP_AFTER_MS)
    // What was refused would be refused again: it waits for the next change.
    const mustWait = isSaving || refused.current === document
    const send = mustWait ? undefined : setTimeout(() => void save(), SAVE_AFTER_MS)
    return () => {
      clearTimeout(keep)
      clearTimeout(send)
    }
  }, [code, document, isSaving])

  useEffect(() => {
    if (state.kind !== 'offline') return undefined
    const online = () => void save()
    window.addEventListener('online', online)
    return () => window.removeEventListener('online', online)
  }, [state])

  const onLeave = useEffectEvent(() => {
    if (saved.current !== document) keepDraft(code, { base: base.current, document })
  })
  useEffect(() => {
    const leave = () => onLeave()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [])

  const drop = () => {
    saved.current = document
    forgetKept(code)
  }
  return { state, base: known, drop }
}

function stateAfter(error: unknown): DraftState {
  if (!(error instanceof Problem)) throw error
  if (error.code === 'design-changed') {
    const { by = '', at = '' } = error.details
    return { kind: 'changed', by: String(by), at: String(at) }
  }
  return error.isRefusal ? { kind: 'refused', problem: error } : { kind: 'offline' }
}
