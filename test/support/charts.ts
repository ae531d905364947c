import type { Page } from 'playwright-core'

/** Of each chart on a page, by the heading that it stands under: whether bars are drawn, in ink, unlike what is written beside them. */
export const chartsOf = (page: Page): Promise<Record<string, boolean>> =>
  page.evaluate(() => {
    const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16))
    const hasInk = (canvas: HTMLCanvasElement): boolean => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      }
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255)
          return true
      return false
    }
    const found: Record<string, boolean> = {}
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.bar-chart canvas')) {
      const title = canvas.closest('.office-section')?.querySelector('h2')?.textContent ?? ''
      found[title] = (found[title] ?? true) && hasInk(canvas)
    }
    return found
  })
