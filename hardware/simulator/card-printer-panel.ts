import { atWork, type PrinterState } from './card-printer-jobs.ts'

/** The simulated printer's own page: what it does, and what a hand can do to it. */
export function panelPage(state: PrinterState): string {
  const now = atWork(state)
  const work = now
    ? `正在打印 ${cards(now.sidesDone)} / ${cards(now.sides ?? 0)} · Printing card ${cards(now.sidesDone)} of ${cards(now.sides ?? 0)}`
    : '空闲 · Idle'
  const blanks = state.hasBlanks ? '取走空白卡 · Take the blanks out' : '放入空白卡 · Put blanks in'
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>模拟制卡机 · Simulated card printer</title>
<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
button{font:inherit;padding:.5rem 1rem;margin:.25rem 0}</style>
<h1>模拟制卡机<br>Simulated card printer</h1>
<p>不打印真卡。 No card comes out of it.</p><p><strong>${work}</strong></p>
${button('blanks', blanks)}${button('jam', '卡住下一张 · Jam the next card')}</html>
`
}

const cards = (sides: number): number => Math.ceil(sides / 2)

const button = (action: string, words: string): string =>
  `<form method="post" action="/${action}"><button>${words}</button></form>`
