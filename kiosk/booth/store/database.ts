/** `lock`: what opens the tablet, `records`: sealed content by its name, `queue`: sealed entries by their number. */
export type Shelf = 'lock' | 'records' | 'queue'

const shelves: readonly Shelf[] = ['lock', 'records', 'queue']
const databaseName = 'cardwright-tablet'

let opened: Promise<IDBDatabase> | undefined

/** The tablet's own database; opened once, and again after the browser has closed it. */
const database = (): Promise<IDBDatabase> => (opened ??= openDatabase())

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1)
  opening.addEventListener('upgradeneeded', () => {
    for (const shelf of shelves) opening.result.createObjectStore(shelf)
  })
  try {
    const database = await answerOf(opening)
    const drop = () => {
      database.close()
      opened = undefined
    }
    database.addEventListener('close', drop)
    database.addEventListener('versionchange', drop)
    return database
  } catch (failure) {
    opened = undefined
    throw failure
  }
}

export const readOne = async <Value>(shelf: Shelf, key: IDBValidKey): Promise<Value | undefined> => {
  const store = (await database()).transaction(shelf).objectStore(shelf)
  return answerOf(store.get(key) as IDBRequest<Value | undefined>)
}

/** The first so many by key, of those behind `after`. */
export async function readFirst<Value>(shelf: Shelf, count: number, after = 0): Promise<Value[]> {
  const store = (await database()).transaction(shelf).objectStore(shelf)
  return answerOf(store.getAll(IDBKeyRange.lowerBound(after, true), count) as IDBRequest<Value[]>)
}

export const countOf = async (shelf: Shelf): Promise<number> =>
  answerOf((await database()).transaction(shelf).objectStore(shelf).count())

export type Change =
  | { do: 'put' | 'add'; shelf: Shelf; key: IDBValidKey; value: unknown }
  | { do: 'delete'; shelf: Shelf; key: IDBValidKey }

/** All or nothing, and on the disk before it is answered: a battery may be empty the next moment. */
export async function change(changes: readonly Change[]): Promise<void> {
  const transaction = (await database()).transaction(shelves, 'readwrite', { durability: 'strict' })
  const done = new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error('not stored', { cause: transaction.error }))
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', fail)
    transaction.addEventListener('error', fail)
  })
  for (const one of changes) {
    const store = transaction.objectStore(one.shelf)
    if (one.do === 'delete') store.delete(one.key)
    else store[one.do](one.value, one.key)
  }
  return done
}

export async function deleteAll(): Promise<void> {
  const transaction = (await database()).transaction(shelves, 'readwrite')
  await Promise.all(shelves.map((shelf) => answerOf(transaction.objectStore(shelf).clear())))
}

const answerOf = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('no storage', { cause: request.error })))
  })
