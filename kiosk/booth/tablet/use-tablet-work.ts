import { useEffect, useReducer, useRef, useState } from 'react'
import { now } from '../../ui/now.ts'
import {
  contentOf,
  follow,
  nobodyYet,
  type Enrolment,
  type Form,
  type Happening,
} from '../enrolment/state.ts'
import { serverTime } from '../store/provisioning.ts'
import type { Tablet } from '../store/tablet.ts'
import { useKeeper } from './use-keeper.ts'

type Filling = Extract<Enrolment, { at: 'form' }>

/** Kept on this tablet, and no personal datum of it in here any more. */
export interface SavedHere {
  at: 'saved'
  number: number
  cardNumber: string
  giftId: string | null
  receipt?: KeptReceipt
}

/** What the new member may take along as a picture, before the server has heard of it. */
interface KeptReceipt {
  consentVersion: string
  /** by the server's clock, as far as the tablet knows it */
  savedAt: string
  /** for whoever becomes a member by it */
  welcomePoints: number
}

type Work = Filling | SavedHere
type WorkHappening = Happening | { type: 'saved'; saved: SavedHere } | { type: 'taken-up'; work: Work }

const emptyForm = nobodyYet as Filling

function followWork(work: Work, happening: WorkHappening): Work {
  if (happening.type === 'saved') return happening.saved
  if (happening.type === 'taken-up') return happening.work
  if (happening.type === 'next-person') return emptyForm
  if (work.at === 'saved' || happening.type === 'sent') return work
  return follow(work, happening) as Filling
}

export interface TabletWork {
  work: Work
  happened: (happening: Happening) => void
  /** Keeps the whole form as one entry of this promoter. */
  save: (promoterId: string) => void
  hasFailed: boolean
  /** nothing would be interrupted */
  isEmpty: boolean
}

/** The enrolment on this tablet; every change of it is sealed and on the disk within moments. */
export function useTabletWork(tablet: Tablet): TabletWork | undefined {
  const [work, happened] = useReducer(followWork, emptyForm)
  const [isReady, setIsReady] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const isSaving = useRef(false)
  const keeper = useKeeper<Work>(tablet.vault, 'draft')

  useEffect(() => {
    let isHere = true
    const takeUp = (kept: unknown) => {
      if (!isHere) return
      if (kept) happened({ type: 'taken-up', work: kept as Work })
      setIsReady(true)
    }
    tablet.vault.read('draft').then(takeUp, () => takeUp(undefined))
    return () => {
      isHere = false
    }
  }, [tablet])

  useEffect(() => {
    if (isReady && work.at === 'form') keeper.keep(storable(work))
  }, [isReady, work, keeper])

  if (!isReady) return undefined
  const save = (promoterId: string) => {
    if (isSaving.current) return
    isSaving.current = true
    setHasFailed(false)
    keeper
      .hold()
      .then(() => saveEntry(tablet, work, promoterId))
      .then(
        (saved) => saved && happened({ type: 'saved', saved }),
        () => {
          setHasFailed(true)
          keeper.keep(storable(work))
        },
      )
      .finally(() => {
        isSaving.current = false
        keeper.release()
      })
  }
  const isEmpty = work.at === 'saved' || (work.step === 'person' && isUntouched(work.form))
  return { work, happened, save, hasFailed, isEmpty }
}

const isUntouched = (form: Form): boolean =>
  Object.values(form).every((value) => value === null || value === '')

const storable = (work: Work): Work =>
  work.at === 'form' ? { at: 'form', step: work.step, form: work.form } : work

async function saveEntry(tablet: Tablet, work: Work, promoterId: string): Promise<SavedHere | undefined> {
  const content = work.at === 'form' ? contentOf(work.form, '') : undefined
  if (work.at !== 'form' || !content) return undefined
  const { boothId: _, ...body } = content
  const cardNumber = work.form.card?.cardNumber ?? ''
  const { provision } = tablet.view()
  const receipt = {
    consentVersion: body.consentVersion,
    savedAt: serverTime(provision, now()).toISOString(),
    welcomePoints: provision.welcomePoints,
  }
  const savedAs = (number: number): SavedHere => ({
    at: 'saved',
    number,
    cardNumber,
    giftId: body.giftId,
    receipt,
  })
  const entry = { promoterId, kind: 'enrolment', body, cardNumber } as const
  const number = await tablet.write(entry, async (number) => [
    await tablet.vault.put('draft', savedAs(number)),
  ])
  return savedAs(number)
}
