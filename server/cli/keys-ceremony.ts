import type { KeyStoreChoice } from '../keys/index.ts'
import type { Values } from './command.ts'
import { openCeremonyRecord, type CeremonyRecord } from './keys-record.ts'
import { journalOf } from './keys-store.ts'
import { openTerminal, type Terminal } from './keys-terminal.ts'

export interface Ceremony {
  terminal: Terminal
  record: CeremonyRecord
}

/** Lets two people do something with keys: what they do is written down, the terminal is let go of whatever happens. */
export async function holdCeremony(
  values: Values,
  choice: KeyStoreChoice,
  work: (ceremony: Ceremony) => Promise<void>,
): Promise<number> {
  const record = await openCeremonyRecord(values, journalOf(values, choice))
  const terminal = openTerminal()
  try {
    await work({ terminal, record })
    return 0
  } finally {
    terminal.close()
    await record.close()
  }
}
