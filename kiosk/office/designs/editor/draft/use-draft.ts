import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Design } from '../../../../../card-designs/engine/design.ts'
import { call } from '../../../../api/call.ts'
import { saveDraft } from '../../../../api/designs.ts'
import { Problem } from '../../../../api/problem.ts'
import { forgetKept, keepDraft, type KeptDraft } from './kept-draft.ts'

export type Base = KeptDraft['base']

export type DraftState =
  | { kind: 'saved' | 'waiting' | 'saving' }
  /** the server is not reached; `isKept`: this browser has room for what it does not have yet */
  | { kind: 'offline'; isKept: boolean }
  /** somebody else has saved since; nothing more is saved until one chooses */
  | { kind: 'changed'; by: string; at: string }
  | { kind: 'refused'; problem: Problem }

const SAVE_AFTER_MS = 1_500
const KEEP_AFTER_MS = 300
/** A browser tells when its own network is back, but not when the server is. */
const TRY_AGAIN_MS = 10_000

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
  const saved = useRef(begin.document)
  const refused = useRef<Design>(undefined)
  const isRunning = useRef(false)
  const [state, setState] = useState<DraftState>(
    isBehind ? { kind: 'changed', by: '', at: '' } : { kind: 'saved' },
  )
  const isStopped = state.kind === 'changed'
  const isSaving = state.kind === 'saving'
  const isOffline = state.kind === 'offline'

  const save = useEffectEvent(async () => {
    if (isRunning.current || isStopped || saved.current === document) return
    const keep = () => keepDraft(code, { base: base.current, document })
    if (!navigator.onLine) return setState({ kind: 'offline', isKept: keep() })
    isRunning.current = true
    setState((now) => (now.kind === 'offline' ? now : { kind: 'saving' }))
    const sent = document
    try {
      const answer = await call(saveDraft, {
        params: { code },
        body: { base: base.current, document: { ...sent, assets: {} } },
      })
      base.current = { number: answer.number, revision: answer.revision }
      saved.current = sent
      setState({ kind: 'saved' })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.isRefusal && error.code !== 'design-changed') refused.current = sent
      setState(stateAfter(error, keep()))
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
    const keep = setTimeout(() => {
      const isKept = keepDraft(code, { base: base.current, document })
      setState((now) => (now.kind === 'offline' ? { ...now, isKept } : now))
    }, KEEP_AFTER_MS)
    // What was refused would be refused again: it waits for the next change. Without a network, see below.
    const mustWait = isSaving || isStopped || isOffline || refused.current === document
    const send = mustWait ? undefined : setTimeout(() => void save(), SAVE_AFTER_MS)
    return () => {
      clearTimeout(keep)
      clearTimeout(send)
    }
  }, [code, document, isSaving, isStopped, isOffline])

  useEffect(() => {
    if (!isOffline) return undefined
    const again = () => void save()
    const trying = setInterval(again, TRY_AGAIN_MS)
    window.addEventListener('online', again)
    return () => {
      clearInterval(trying)
      window.removeEventListener('online', again)
    }
  }, [isOffline])

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
  /** Goes on from what somebody else has saved: the next save goes upon that. */
  const goOn = (theirs: KeptDraft) => {
    base.current = theirs.base
    saved.current = theirs.document
    refused.current = undefined
    setState({ kind: 'saved' })
  }
  return { state, drop, goOn }
}

function stateAfter(error: Problem, isKept: boolean): DraftState {
  if (error.code === 'design-changed') {
    const { by = '', at = '' } = error.details
    return { kind: 'changed', by: String(by), at: String(at) }
  }
  return error.isRefusal ? { kind: 'refused', problem: error } : { kind: 'offline', isKept }
}
