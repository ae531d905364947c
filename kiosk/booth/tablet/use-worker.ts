import { useEffect, useState } from 'react'

/** A newer page that is on the tablet already and waits to be let in. */
export interface WorkerUpdate {
  /** Lets it in and loads the page anew. */
  take: () => void
}

const workerPath = '/booth-worker.js'
/** Also of `/booth-pin-worker…`: a worker's script is asked for under its own address. */
const scope = '/booth'
const lookEveryMs = 3_600_000

const register = () => navigator.serviceWorker.register(workerPath, { scope })

/** Over once the page lies on the tablet and needs no network, or after a while on a line that carries too little. */
export async function keepPage(withinMs: number): Promise<void> {
  const controlled = new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  )
  const kept = register().then(() => navigator.serviceWorker.controller ?? controlled)
  await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, withinMs))]).catch(() => undefined)
}

/** Keeps the page on the tablet, so that it opens without network; says when a newer one waits. */
export function useWorker(): WorkerUpdate | undefined {
  const [waiting, setWaiting] = useState<ServiceWorker>()
  useEffect(() => {
    let isHere = true
    let timer = 0
    const start = async () => {
      const registration = await register()
      const look = () => {
        if (isHere) setWaiting(registration.waiting ?? undefined)
      }
      const follow = () => registration.installing?.addEventListener('statechange', look)
      look()
      follow()
      registration.addEventListener('updatefound', follow)
      timer = window.setInterval(() => void registration.update().catch(() => undefined), lookEveryMs)
    }
    start().catch(() => undefined) // no network, or none to be had: the page itself works
    return () => {
      isHere = false
      window.clearInterval(timer)
    }
  }, [])

  if (!waiting) return undefined
  return {
    take: () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      waiting.postMessage('take-over')
    },
  }
}
