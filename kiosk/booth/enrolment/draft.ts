import type { Enrolment } from './state.ts'

/** Whose draft it is: another person or shift on the same tablet never sees it. */
export interface DraftOwner {
  staffId: string
  shiftId: string
}

interface Sealed {
  key: CryptoKey
  iv: Uint8Array<ArrayBuffer>
  content: ArrayBuffer
}

const store = 'draft'
const place = 'current'

/** Steps follow one another, so that a wipe is never overtaken by an earlier keeping. */
let last: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work)
  last = turn.catch(() => undefined)
  return turn
}

/**
 * Keeps an unfinished enrolment through a reload or a crash. It lies in IndexedDB encrypted with a key that no
 * script can take out of this browser. Where the browser offers no storage, the draft lives in memory only.
 */
export const keepDraft = (owner: DraftOwner, enrolment: Enrolment): Promise<void> =>
  inTurn(async () => {
    const kept = await read().catch(() => undefined)
    const key = kept?.key ?? (await newKey())
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify({ owner, enrolment }))
    const content = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)
    await change((drafts) => drafts.put({ key, iv, content } satisfies Sealed, place))
  }).catch(() => undefined)

/** The draft of this owner; anybody else's is wiped unread. */
export const readDraft = (owner: DraftOwner): Promise<Enrolment | undefined> =>
  inTurn(async () => {
    const sealed = await read()
    if (!sealed) return undefined
    const draft = await open(sealed)
    if (draft?.owner.staffId === owner.staffId && draft.owner.shiftId === owner.shiftId)
      return draft.enrolment
    await change((drafts) => drafts.delete(place))
    return undefined
  }).catch(() => undefined)

/** Throws the key away with what it sealed. */
export const wipeDraft = (): Promise<void> =>
  inTurn(() => change((drafts) => drafts.delete(place))).catch(() => undefined)

const newKey = () =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

async function open({ key, iv, content }: Sealed) {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, content).catch(() => undefined)
  if (!plain) return undefined
  return JSON.parse(new TextDecoder().decode(plain)) as { owner: DraftOwner; enrolment: Enrolment }
}

const read = async (): Promise<Sealed | undefined> =>
  inStore('readonly', (drafts) => drafts.get(place) as IDBRequest<Sealed | undefined>)

const change = async <T>(how: (drafts: IDBObjectStore) => IDBRequest<T>): Promise<void> => {
  await inStore('readwrite', how)
}

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (drafts: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open('cardwright-booth', 1)
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(store))
  const database = await answerOf(opening)
  try {
    return await answerOf(work(database.transaction(store, mode).objectStore(store)))
  } finally {
    database.close()
  }
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('no storage', { cause: request.error })))
  })
