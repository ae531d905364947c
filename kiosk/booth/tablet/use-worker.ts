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

/** Keeps the page on the tablet, so that it opens without network; says when a newer one waits. */
export function useWorker(): WorkerUpdate | undefined {
  const [waiting, setWaiting] = useState<ServiceWorker>()
  useEffect(() => {
    let isHere = true
    let timer = 0
    const start = async () => {
      const registration = await navigator.serviceWorker.register(workerPath, { scope })
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
