import { demandRetirable, retire } from '../keys/generations.ts'
import { openKeyStore, type KeyStore, type KeyStoreChoice } from '../keys/index.ts'
import { changeKeyFile } from '../keys/key-file.ts'
import { memoryKeyStore } from '../keys/memory-key-store.ts'
import { openToken } from '../keys/open-key-store.ts'
import { noteRetired } from '../keys/pkcs11-objects.ts'
import { requiredText, UsageError, type Command } from './command.ts'
import { holdCeremony, type Ceremony } from './keys-ceremony.ts'
import { peopleHelp, peopleOptions } from './keys-record.ts'
import { chosenStore, openKeyFile, showGenerations, storeHelp, storeOptions } from './keys-store.ts'

export const command: Command = {
  usage: '--generation N [--file FILE] --asked-by NAME --approved-by NAME',
  help: `Ends an old generation: its taps, stripes and QR codes are refused from the servers' next start on.
Cards that met a reader since the rotation have newer keys and go on; the others get none any more: replace them.
  --generation N      as \`cardwright keys check\` lists it; not the one that makes the new cards
${peopleHelp}
${storeHelp}`,
  options: { ...storeOptions, ...peopleOptions, generation: { type: 'string' } },
  run: (values, output) => {
    const generation = Number(requiredText(values, 'generation'))
    if (!Number.isInteger(generation)) throw new UsageError('--generation is a number.')
    const choice = chosenStore(values)
    return holdCeremony(values, choice, async (ceremony) => {
      const store =
        choice.kind === 'file'
          ? await retireInFile(choice, generation, ceremony)
          : await retireInside(choice, generation, ceremony)
      await ceremony.record.note('keys.retired', { generation }, store)
      showGenerations(output, store, `Generation ${generation} is refused when the servers start again.`)
    })
  },
}

async function retireInFile(
  choice: KeyStoreChoice & { kind: 'file' },
  generation: number,
  { terminal, record }: Ceremony,
): Promise<KeyStore> {
  const { path, roots, store, passphrase } = await openKeyFile(choice, terminal)
  const next = retire(roots, generation)
  await record.note('keys.retiring-begun', { generation }, store)
  changeKeyFile(path, { roots: next, passphrase, change: `retiring-g${generation}` })
  return memoryKeyStore(next)
}

async function retireInside(
  choice: KeyStoreChoice & { kind: 'pkcs11' },
  generation: number,
  { record }: Ceremony,
): Promise<KeyStore> {
  const { store } = openKeyStore(choice)
  demandRetirable(store.generations, generation)
  await record.note('keys.retiring-begun', { generation }, store)
  openToken(choice).use((open) => noteRetired(open, generation))
  return openKeyStore(choice).store
}
