import { secretsOf } from '../keys/derivation.ts'
import { openKeyStore } from '../keys/index.ts'
import { openToken } from '../keys/open-key-store.ts'
import { pkcs11KeyStore } from '../keys/pkcs11-key-store.ts'
import { importRoot, noteRetired } from '../keys/pkcs11-objects.ts'
import { UsageError, type Command } from './command.ts'
import { keyStoreFromEnvironment } from '../config/environment.ts'
import { holdCeremony } from './keys-ceremony.ts'
import { peopleHelp, peopleOptions } from './keys-record.ts'
import { chosenFile, openKeyFile, showGenerations, storeHelp, storeOptions } from './keys-store.ts'

export const command: Command = {
  usage: '--file FILE --asked-by NAME --approved-by NAME',
  help: `Brings a key file's keys into the security module that KEY_STORE=pkcs11 names: cards keep their keys, and from there they do not come out.
Afterwards rotate, so that new cards have keys that never lay in a file, and lock the file away.
${peopleHelp}
${storeHelp}`,
  options: { ...storeOptions, ...peopleOptions },
  run: (values, output) => {
    const target = keyStoreFromEnvironment({})
    if (target.kind !== 'pkcs11') throw new UsageError('Set KEY_STORE=pkcs11 and what belongs to it.')
    const choice = chosenFile(values, 'Name the file whose keys are brought in.')
    return holdCeremony(values, choice, async ({ terminal, record }) => {
      const { roots, store } = await openKeyFile(choice, terminal)
      await record.note('keys.import-begun', { generations: roots.length }, store)
      const token = openToken(target)
      // An import that was cut off is done again: what it brought in is there already.
      const there = pkcs11KeyStore(token).generations
      for (const { number, state, hierarchy, root, checkValue } of roots) {
        const held = there.find((one) => one.number === number && one.checkValue === checkValue)
        if (!held)
          token.use((open) => importRoot(open, { number, checkValue, secrets: secretsOf(root, hierarchy) }))
        if (state === 'retired' && held?.state !== 'retired') token.use((open) => noteRetired(open, number))
      }
      const inside = openKeyStore(target).store
      await record.note('keys.imported', { generations: roots.length }, store)
      showGenerations(
        output,
        inside,
        'The security module has these keys. Compare with `cardwright keys check`:',
      )
    })
  },
}
