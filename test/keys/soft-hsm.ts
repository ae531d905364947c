import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { existsSync } from 'node:fs'
import type { KeyStoreChoice } from '../../server/keys/index.ts'

const run = promisify(execFile)

export interface SoftHsm {
  folder: string
  pin: string
  /** what a process needs in its environment to find the tokens */
  environment: { SOFTHSM2_CONF: string }
  module: string
  choice(label: string): KeyStoreChoice & { kind: 'pkcs11' }
  makeToken(label: string): Promise<void>
  remove(): Promise<void>
}

const module =
  ['/usr/lib/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'].find(existsSync) ??
  '/usr/lib/softhsm/libsofthsm2.so'

/** SoftHSM2 with a folder of tokens of this test's own; its library reads the environment when it is loaded. */
export async function startSoftHsm(): Promise<SoftHsm> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-hsm-'))
  const pin = '73105829'
  const configuration = join(folder, 'softhsm2.conf')
  await mkdir(join(folder, 'tokens'))
  await writeFile(configuration, `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\n`)
  await writeFile(join(folder, 'pin'), `${pin}\n`, { mode: 0o600 })
  const environment = { SOFTHSM2_CONF: configuration }
  process.env['SOFTHSM2_CONF'] = configuration
  return {
    folder,
    pin,
    environment,
    module,
    choice: (label) => ({
      kind: 'pkcs11',
      module,
      token: { label },
      pinFile: { path: join(folder, 'pin'), isFromSystemd: false },
    }),
    async makeToken(label) {
      const words = ['--init-token', '--free', '--label', label, '--so-pin', '91827364', '--pin', pin]
      await run('softhsm2-util', words, { env: { ...process.env, ...environment } })
    },
    remove: () => rm(folder, { recursive: true }),
  }
}
