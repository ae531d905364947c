import { AppError } from '../platform/errors.ts'
import { writeKeyFile } from '../keys/key-file.ts'
import { memoryKeyStore } from '../keys/memory-key-store.ts'
import { readShare, shareCheckValue, type Share } from '../keys/share-text.ts'
import { combineShares, misfit } from '../keys/shares.ts'
import { requiredText, type Command } from './command.ts'
import { holdCeremony, type Ceremony } from './keys-ceremony.ts'
import { peopleHelp, peopleOptions } from './keys-record.ts'
import { newPassphrase, showGenerations, storeOptions } from './keys-store.ts'

export const command: Command = {
  usage: '--to FILE [--new-passphrase-file FILE] --asked-by NAME --approved-by NAME',
  help: `Brings the keys back from shares into a new sealed file. Each holder types his share; nothing of it is shown.
  --to FILE                   a file that does not exist yet
  --new-passphrase-file FILE  where its passphrase is (0600); without it, it is asked for
  --journal FILE              where the steps are written down when there is no DATABASE_URL (beside the key file)
${peopleHelp}`,
  options: {
    ...peopleOptions,
    journal: storeOptions.journal,
    to: { type: 'string' },
    'new-passphrase-file': { type: 'string' },
  },
  run: (values, output) => {
    const to = requiredText(values, 'to')
    return holdCeremony(values, { kind: 'file', path: to }, async (ceremony) => {
      await ceremony.record.note('keys.combining-begun')
      const shares = await collectShares(ceremony)
      const set = shares[0]?.set ?? null
      const roots = await combineShares(shares).catch(async (error: unknown) => {
        const reason = error instanceof AppError ? error.code : 'fault'
        await ceremony.record.note('keys.not-combined', { set, shares: shares.length, reason })
        throw error
      })
      writeKeyFile(to, roots, await newPassphrase(values, ceremony.terminal))
      const store = memoryKeyStore(roots)
      await ceremony.record.note('keys.combined', { set, shares: shares.length }, store)
      showGenerations(
        output,
        store,
        `The keys are back in ${to}. Compare the check values with those written down:`,
      )
    })
  },
}

/** Asks for shares until enough of one set are there; an empty answer gives up. */
async function collectShares({ terminal, record }: Ceremony): Promise<Share[]> {
  const shares: Share[] = []
  while (shares.length < (shares[0]?.needed ?? 2)) {
    const holder = await terminal.ask(
      `Share ${shares.length + 1}${shares[0] ? ` of ${shares[0].needed}` : ''}. Name of its holder (Enter gives up): `,
    )
    if (holder === '') return shares
    const typed = await terminal.askSecret(
      `${holder}, type your share, without the line numbers; nothing is shown: `,
    )
    terminal.clear()
    const share = readOrExplain(typed)
    const wrong = typeof share === 'string' ? share : misfit(share, shares)
    if (wrong !== undefined || typeof share === 'string') {
      await record.note('keys.share-refused', { share: typeof share === 'string' ? null : share.number })
      terminal.say(`The share of ${holder} ${wrong}. It was not taken.`)
      continue
    }
    shares.push(share)
    await record.note('keys.share-taken', {
      set: share.set,
      share: share.number,
      checkValue: shareCheckValue(share),
    })
    terminal.say(
      `${holder}, this is share ${share.number} of ${share.total}. Compare with your paper: check value ${shareCheckValue(share)}`,
    )
  }
  return shares
}

function readOrExplain(typed: string): Share | string {
  try {
    return readShare(typed)
  } catch (error) {
    if (error instanceof AppError && error.code === 'share-mistyped')
      return 'is not whole: a character is wrong or missing'
    throw error
  }
}
