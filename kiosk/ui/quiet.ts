/** What a page reads first has come by then, or comes over a line that has no room beside it. */
const AFTER_MS = 500
const LATEST_MS = 2_000

/** Does what nobody waits for: a while after the page is there, once the browser has nothing else to do. */
export function whenQuiet(work: () => void): void {
  const begin = () => setTimeout(onceIdle, AFTER_MS)
  const onceIdle = () => {
    // Safari tells nobody when it is idle.
    if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: LATEST_MS })
    else work()
  }
  if (document.readyState === 'complete') begin()
  else window.addEventListener('load', begin, { once: true })
}
