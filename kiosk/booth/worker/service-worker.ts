/** A service worker in the types of a page: the compiler takes one of the two libraries only. */
interface BoothWorker extends EventTarget {
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}
interface Lasting extends Event {
  waitUntil: (work: Promise<unknown>) => void
}
interface Fetching extends Event {
  request: Request
  respondWith: (answer: Promise<Response>) => void
}

/** Filled in by the build: everything the page may ask for, and a name that changes with any of it. */
declare const BOOTH_FILES: readonly string[]
declare const BOOTH_VERSION: string

const worker = self as unknown as BoothWorker
const pageCache = `booth-${BOOTH_VERSION}`
/** Fonts come in a hundred slices; those that were needed once are kept, whatever the version. */
const fontCache = 'booth-fonts'
const page = '/booth/'

worker.addEventListener('install', (event) => (event as Lasting).waitUntil(takeAlong()))
worker.addEventListener('activate', (event) => (event as Lasting).waitUntil(takeOver()))
worker.addEventListener('message', (event) => {
  if ((event as MessageEvent).data === 'take-over') void worker.skipWaiting()
})
worker.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetching
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return
  respondWith.call(event, answer(request, pathname))
})

/** All or nothing: a version of which a file is missing is not installed. */
async function takeAlong() {
  const cache = await caches.open(pageCache)
  await cache.addAll([page, ...BOOTH_FILES].map((path) => new Request(path, { cache: 'no-cache' })))
}

/** The first version takes the page at once; a later one waits until the page lets it in. */
async function takeOver() {
  for (const name of await caches.keys())
    if (name.startsWith('booth-') && name !== pageCache && name !== fontCache) await caches.delete(name)
  await worker.clients.claim()
}

async function answer(request: Request, pathname: string): Promise<Response> {
  const cache = await caches.open(pageCache)
  if (request.mode === 'navigate') return (await cache.match(page)) ?? fetch(request)
  const kept = (await cache.match(pathname)) ?? (await caches.match(pathname))
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok && pathname.startsWith('/assets/') && pathname.endsWith('.woff2'))
    await (await caches.open(fontCache)).put(pathname, response.clone())
  return response
}
