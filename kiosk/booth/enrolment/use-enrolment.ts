import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useState } from 'react'
import { call, newCommandId } from '../../api/call.ts'
import { enrol } from '../../api/drives.ts'
import { Problem } from '../../api/problem.ts'
import { keepDraft, readDraft, wipeDraft, type DraftOwner } from './draft.ts'
import { contentOf, follow, nobodyYet, type Enrolment, type Happening } from './state.ts'

/** A line that swallows everything says nothing: then whoever stands here is told, and may send again. */
const longestMs = 60_000

export interface EnrolmentInHand {
  enrolment: Enrolment
  happened: (happening: Happening) => void
  /** Sends the whole form as one new intent. */
  send: () => void
}

/** The enrolment on this tablet: kept through a reload, sent with one id however often the network fails. */
export function useEnrolment(owner: DraftOwner, boothId: string): EnrolmentInHand | undefined {
  const [enrolment, happened] = useReducer(follow, nobodyYet)
  const isReady = useDraft(owner, enrolment, happened)
  useSending(owner, enrolment, happened)
  if (!isReady) return undefined
  const send = () => {
    const content = enrolment.at === 'form' ? contentOf(enrolment.form, boothId) : undefined
    if (content) happened({ type: 'sent', attempt: { commandId: newCommandId(), content } })
  }
  return { enrolment, happened, send }
}

function useDraft(
  { staffId, shiftId }: DraftOwner,
  enrolment: Enrolment,
  happened: (happening: Happening) => void,
): boolean {
  const [isReady, setIsReady] = useState(false)
  useEffect(() => {
    let isHere = true
    const restore = async () => {
      const kept = await readDraft({ staffId, shiftId })
      if (!isHere) return
      if (kept) happened({ type: 'restored', enrolment: kept })
      setIsReady(true)
    }
    void restore()
    return () => {
      isHere = false
    }
  }, [staffId, shiftId, happened])

  useEffect(() => {
    if (!isReady) return
    void (enrolment === nobodyYet ? wipeDraft() : keepDraft({ staffId, shiftId }, storable(enrolment)))
  }, [isReady, staffId, shiftId, enrolment])
  return isReady
}

/** After a reload the server's sentence is not shown again; what it was about still stands in the form. */
const storable = (enrolment: Enrolment): Enrolment =>
  enrolment.at === 'form' ? { at: 'form', step: enrolment.step, form: enrolment.form } : enrolment

function useSending(
  { staffId, shiftId }: DraftOwner,
  enrolment: Enrolment,
  happened: (happening: Happening) => void,
) {
  const queries = useQueryClient()
  const sending = enrolment.at === 'sending' && !enrolment.isLost ? enrolment : undefined
  useEffect(() => {
    if (!sending) return undefined
    let isHere = true
    const { commandId, content } = sending.attempt
    const tell = (happening: Happening) => {
      if (isHere) happened(happening)
      void queries.invalidateQueries()
    }
    // The id is on the tablet before anything is sent: a crash in between cannot make a second intent of it.
    void keepDraft({ staffId, shiftId }, sending)
      .then(() => call(enrol, { body: content, commandId, signal: AbortSignal.timeout(longestMs) }))
      .then(
        (answer) => tell({ type: 'answered', answer }),
        (failure: unknown) =>
          tell(
            failure instanceof Problem && failure.isRefusal
              ? { type: 'refused', problem: failure }
              : { type: 'answer-lost' },
          ),
      )
    return () => {
      isHere = false
    }
  }, [sending, staffId, shiftId, happened, queries])
}
