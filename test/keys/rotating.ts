import { rotate } from '../../server/keys/generations.ts'
import { changeKeyFile, findKeyFile } from '../../server/keys/key-file.ts'

/** A program that rotates the unsealed key file named by its argument, as fast as it can, until it is killed. */
const [path = ''] = process.argv.slice(2)
for (;;) {
  const roots = rotate(findKeyFile(path).open(undefined))
  const number = roots.at(-1)?.number ?? 0
  changeKeyFile(path, { roots, passphrase: undefined, change: `g${number}` })
  process.stdout.write(`${number}\n`)
}
