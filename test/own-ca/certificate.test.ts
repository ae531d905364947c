import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOwnTls, type OwnTls } from '../../server/own-ca/index.ts'

const dayMs = 24 * 3_600_000
let folder: string
let server: Server | undefined
let stopKeeping: (() => Promise<void>) | undefined
let now = new Date()
const clock = { now: () => now }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-ca-'))
})
afterEach(async () => {
  await stopKeeping?.()
  server?.close()
  await rm(folder, { recursive: true })
})

const open = (publicUrl = 'https://cards.example.test') =>
  openOwnTls({ folder, publicUrl, clock, lookEveryMs: 20 })

async function listen({ credentials }: OwnTls): Promise<number> {
  server = createServer({ cert: credentials.certificate, key: credentials.privateKey }, (_, answer) =>
    answer.end('here'),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Calls the server under a name as a device that trusts this authority and nothing else. */
function call(port: number, { name, ca }: { name: string; ca: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        servername: /[a-z]/.test(name) ? name : '',
        ca,
        agent: false,
        headers: { host: name },
      },
      (answer) => {
        answer.resume()
        const { socket } = answer
        resolve(
          'getPeerCertificate' in socket ? (socket as never as Peer).getPeerCertificate().fingerprint256 : '',
        )
      },
    )
    asked.on('error', reject).end()
  })
}
interface Peer {
  getPeerCertificate(): { fingerprint256: string }
}

test('a device that trusts the authority reaches the server under its names and under no other', async () => {
  const tls = await open()
  const port = await listen(tls)
  const ca = tls.anchor.certificate
  for (const name of ['cards.example.test', 'localhost', '127.0.0.1']) await call(port, { name, ca })
  await expect(call(port, { name: 'bank.example.test', ca })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('a device that trusts another authority is warned', async () => {
  const port = await listen(await open())
  await rm(join(folder, 'tls'), { recursive: true })
  const other = await open()
  await expect(call(port, { name: 'localhost', ca: other.anchor.certificate })).rejects.toThrow(
    /unable to (verify|get)|certificate signature failure|self.signed/,
  )
})

test('the authority stays, only its owner can read the keys, and OpenSSL accepts the chain', async () => {
  const first = await open()
  const second = await open()
  expect(second.anchor).toEqual(first.anchor)
  expect(second.credentials).toEqual(first.credentials)
  expect((await readdir(join(folder, 'tls'))).toSorted()).toEqual(['authority.pem', 'server.pem'])
  for (const file of ['authority.pem', 'server.pem']) {
    expect((await stat(join(folder, 'tls', file))).mode & 0o777).toBe(0o600)
  }
  const path = (name: string) => join(folder, 'tls', name)
  const strictly = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'cards.example.test']
  const authority = ['-CAfile', path('authority.pem')]
  const verified = await promisify(execFile)('openssl', [
    'verify',
    ...strictly,
    ...authority,
    path('server.pem'),
  ])
  expect(verified.stdout).toContain('OK')
})

test('a running server renews its certificate a month before the end, and devices notice nothing', async () => {
  const today = now
  now = new Date(today.getTime() - 368 * dayMs)
  const tls = await open()
  const port = await listen(tls)
  const device = { name: 'localhost', ca: tls.anchor.certificate }
  const before = await call(port, device)
  stopKeeping = await tls.keep(server as Server, '127.0.0.1')
  await sleep(100)
  expect(await call(port, device)).toBe(before)

  now = today
  await expect.poll(() => call(port, device), { timeout: 5_000 }).not.toBe(before)
  const renewed = new X509Certificate((await open()).credentials.certificate)
  expect(Date.parse(renewed.validTo) - clock.now().getTime()).toBeGreaterThan(396 * dayMs)
})

test('a new public address gives a new certificate of the same authority', async () => {
  const first = await open()
  const second = await open('https://vip.example.test')
  expect(second.anchor).toEqual(first.anchor)
  const port = await listen(second)
  await call(port, { name: 'vip.example.test', ca: first.anchor.certificate })
})
