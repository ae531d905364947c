import { ZONE } from '../platform/clock.ts'

/** What whoever stands at the laptop wants to know. */
export interface LaptopState {
  name: string
  driveName: string
  /** when headquarters last answered */
  seenAt: Date | null
  isRefused: boolean
  waiting: number
  since: Date | null
  tablets: readonly {
    name: string
    boothName: string
    waiting: number
    seenAt: Date | null
    note: Note | null
  }[]
}
type Note = 'revoked' | 'broken'

const zh = {
  language: 'zh-CN',
  other: ['en', 'English'],
  title: '展位笔记本',
  lead: (drive: string) => `为“${drive}”收集平板的记录，有网络时转交总部。`,
  refused: '总部不再认这台笔记本。请让平板直接连总部，并告诉办公室。',
  seen: '总部最后应答',
  never: '还没有',
  waiting: '等待总部',
  none: '没有等待总部的记录。',
  some: (count: number, since: string) => `${count} 条，最早的一条是 ${since} 收下的。`,
  again: '刷新',
  tablets: '平板',
  booth: '展位',
  heard: '最后联系',
  noTablets: '还没有平板。请在平板上打开这台笔记本的展位页面配对。',
  revoked: '已停用',
  broken: '记录链断了，等办公室处理',
}
const en: typeof zh = {
  language: 'en',
  other: ['zh-CN', '中文'],
  title: 'Laptop of the booths',
  lead: (drive) =>
    `Gathers what the tablets of “${drive}” keep, and hands it to headquarters when there is a network.`,
  refused:
    'Headquarters knows this laptop no more. Let the tablets reach headquarters without it, and tell the office.',
  seen: 'Headquarters last answered',
  never: 'not yet',
  waiting: 'Waiting for headquarters',
  none: 'Nothing waits for headquarters.',
  some: (count, since) => `${count}, the oldest taken at ${since}.`,
  again: 'Look again',
  tablets: 'Tablets',
  booth: 'Booth',
  heard: 'Last heard of',
  noTablets: 'No tablet yet. Open this laptop’s booth page on a tablet and pair it there.',
  revoked: 'revoked',
  broken: 'chain broken, waits for the office',
}

export const laptopStyle = `
:root { color-scheme: light dark; }
body { font: 1.125rem/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; flex-wrap: wrap; }
h1 { font-size: 1.75rem; margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .5rem 1.5rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.refused { border: 2px solid; padding: .75rem 1rem; font-weight: 600; }
`

/** What this laptop keeps and since when headquarters was not seen. */
export function laptopPage(state: LaptopState, language: 'zh-CN' | 'en'): string {
  const text = language === 'en' ? en : zh
  const moment = new Intl.DateTimeFormat(language, {
    timeZone: ZONE,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const at = (date: Date | null) => (date ? moment.format(date) : text.never)
  const [otherLanguage, otherName] = text.other
  const rows = state.tablets.map(
    ({ name, boothName, waiting, seenAt, note }) =>
      `<tr><td>${escape(name)}${note ? ` <small>(${text[note]})</small>` : ''}</td><td>${escape(boothName)}</td>` +
      `<td>${at(seenAt)}</td><td class="number">${waiting}</td></tr>`,
  )
  return `<!doctype html>
<html lang="${text.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(state.name)} · ${text.title}</title>
<link rel="stylesheet" href="/laptop/style.css">
</head>
<body>
<main>
<header><h1>${escape(state.name)} · ${text.title}</h1><a href="/laptop?language=${otherLanguage ?? ''}" lang="${otherLanguage ?? ''}">${otherName ?? ''}</a></header>
<p>${text.lead(escape(state.driveName))}</p>
${state.isRefused ? `<p class="refused" role="alert">${text.refused}</p>` : ''}
<dl>
<dt>${text.seen}</dt><dd>${at(state.seenAt)}</dd>
<dt>${text.waiting}</dt><dd>${state.waiting > 0 ? text.some(state.waiting, at(state.since)) : text.none}</dd>
</dl>
<p><a href="/laptop?language=${text.language}">${text.again}</a></p>
<h2>${text.tablets}</h2>
${
  rows.length === 0
    ? `<p>${text.noTablets}</p>`
    : `<table><thead><tr><th scope="col">${text.tablets}</th><th scope="col">${text.booth}</th><th scope="col">${text.heard}</th><th scope="col" class="number">${text.waiting}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}
</main>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
