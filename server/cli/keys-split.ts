import { shareCheckValue, shareText, type Share } from '../keys/share-text.ts'
import { splitRoots } from '../keys/shares.ts'
import { requiredText, type Command } from './command.ts'
import { holdCeremony } from './keys-ceremony.ts'
import { peopleHelp, peopleOptions } from './keys-record.ts'
import { chosenFile, openKeyFile, storeHelp, storeOptions } from './keys-store.ts'
import type { Terminal } from './keys-terminal.ts'

export const command: Command = {
  usage: '--shares N --needed M [--file FILE] --asked-by NAME --approved-by NAME',
  help: `Splits all keys into N shares for N people: any M of them bring a lost key file back, fewer have nothing.
Each holder sees his share alone, writes it down and reads its check value aloud.
  --shares N          2 to 16
  --needed M          2 to N
${peopleHelp}
${storeHelp}`,
  options: { ...storeOptions, ...peopleOptions, shares: { type: 'string' }, needed: { type: 'string' } },
  run: (values, output) => {
    const total = Number(requiredText(values, 'shares'))
    const needed = Number(requiredText(values, 'needed'))
    const choice = chosenFile(values, 'A security module is copied with the means of its maker.')
    return holdCeremony(values, choice, async ({ terminal, record }) => {
      const { roots, store } = await openKeyFile(choice, terminal)
      const shares = await splitRoots(roots, { needed, total })
      const set = shares[0]?.set ?? ''
      await record.note('keys.split-begun', { set, shares: total, needed, generations: roots.length }, store)
      for (const share of shares) {
        await handOut(share, terminal)
        await record.note(
          'keys.share-given',
          { set, share: share.number, checkValue: shareCheckValue(share) },
          store,
        )
      }
      await record.note('keys.split', { set, shares: total, needed }, store)
      const checkValues = shares.map(shareCheckValue)
      output.result(
        { set, needed, checkValues },
        `Set ${set}: ${total} shares, ${needed} needed. Check values: ${checkValues.join(' ')}. Keep each share apart from the others.`,
      )
    })
  },
}

async function handOut(share: Share, terminal: Terminal): Promise<void> {
  const { number, total, needed, set } = share
  const holder = await terminal.ask(
    `Share ${number} of ${total}. Name of its holder, who sits down alone now: `,
  )
  const groups = shareText(share).split(' ')
  const lines = Array.from(
    { length: Math.ceil(groups.length / 4) },
    (_, line) => `  ${String(line + 1).padStart(2)}  ${groups.slice(line * 4, line * 4 + 4).join(' ')}`,
  )
  await terminal.showAlone([
    `Cardwright key share ${number} of ${total}, ${needed} needed`,
    `Holder ${holder}   set ${set}   check value ${shareCheckValue(share)}`,
    '',
    ...lines,
  ])
  terminal.say(`${holder}, read your check value aloud: ${shareCheckValue(share)}`)
}
