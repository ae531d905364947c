import { nextGeneration, rotate } from '../keys/generations.ts'
import { openKeyStore, type KeyStore, type KeyStoreChoice } from '../keys/index.ts'
import { changeKeyFile } from '../keys/key-file.ts'
import { memoryKeyStore } from '../keys/memory-key-store.ts'
import { openToken } from '../keys/open-key-store.ts'
import { generateRoot } from '../keys/pkcs11-objects.ts'
import type { Command } from './command.ts'
import { holdCeremony, type Ceremony } from './keys-ceremony.ts'
import { peopleHelp, peopleOptions } from './keys-record.ts'
import { chosenStore, openKeyFile, showGenerations, storeHelp, storeOptions } from './keys-store.ts'

export const command: Command = {
  usage: '[--file FILE] --asked-by NAME --approved-by NAME',
  help: `Begins a new generation of keys: new batches are made with it, cards of the older ones go on being read.
Start the servers again afterwards, and split the new keys: older shares do not hold them.
${peopleHelp}
${storeHelp}`,
  options: { ...storeOptions, ...peopleOptions },
  run: (values, output) => {
    const choice = chosenStore(values)
    return holdCeremony(values, choice, async (ceremony) => {
      const store =
        choice.kind === 'file' ? await rotateFile(choice, ceremony) : await rotateInside(choice, ceremony)
      const newest = store.generations.at(-1)
      const details = { generation: newest?.number ?? null, checkValue: newest?.checkValue ?? null }
      await ceremony.record.note('keys.rotated', details, store)
      showGenerations(
        output,
        store,
        `Generation ${newest?.number} makes the new cards. Read its check value aloud:`,
      )
    })
  },
}

async function rotateFile(
  choice: KeyStoreChoice & { kind: 'file' },
  { terminal, record }: Ceremony,
): Promise<KeyStore> {
  const { path, roots, store, passphrase } = await openKeyFile(choice, terminal)
  const next = rotate(roots)
  await record.note('keys.rotation-begun', { generation: nextGeneration(roots) }, store)
  const kept = changeKeyFile(path, { roots: next, passphrase, change: `g${nextGeneration(roots)}` })
  terminal.say(`The file as it was is kept as ${kept}.`)
  return memoryKeyStore(next)
}

async function rotateInside(
  choice: KeyStoreChoice & { kind: 'pkcs11' },
  { record }: Ceremony,
): Promise<KeyStore> {
  const { store } = openKeyStore(choice)
  const generation = nextGeneration(store.generations)
  await record.note('keys.rotation-begun', { generation }, store)
  const token = openToken(choice)
  token.use((open) => generateRoot(open, generation))
  return openKeyStore(choice).store
}
