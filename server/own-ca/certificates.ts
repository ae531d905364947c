import { randomUUID, X509Certificate } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Credentials } from './authority.ts'

const renewBeforeMs = 30 * 24 * 3_600_000

export interface OwnCertificates {
  authority: Credentials
  server: Credentials
}

interface Wanted {
  /** Holds both private keys, 0600: whoever has the authority's can pose as this server to every tablet that trusts it. */
  folder: string
  /** What the server is reached under, host names and addresses. */
  names: readonly string[]
  now: Date
}

/** The authority of this folder, made once, and a server certificate of its that is good for 30 days at least. */
export async function openCertificates({ folder, names, now }: Wanted): Promise<OwnCertificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const authorityFile = join(folder, 'authority.pem')
  const authority = (await read(authorityFile)) ?? (await makeOnce(authorityFile, names, now))
  const serverFile = join(folder, 'server.pem')
  const known = await read(serverFile)
  if (known && isGood(known, authority, { names, now })) return { authority, server: known }
  const { issueCertificate } = await import('./authority.ts')
  const server = await issueCertificate(authority, { names, now })
  await rename(await writeDraft(serverFile, server), serverFile)
  return { authority, server }
}

function isGood(
  server: Credentials,
  authority: Credentials,
  { names, now }: Omit<Wanted, 'folder'>,
): boolean {
  const certificate = new X509Certificate(server.certificate)
  const isSigned = certificate.verify(new X509Certificate(authority.certificate).publicKey)
  const isFresh = Date.parse(certificate.validTo) - now.getTime() > renewBeforeMs
  const covers = (name: string) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name))
  return isSigned && isFresh && names.every((name) => covers(name) !== undefined)
}

const block = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----\n?/g

/** Key and certificate lie in one file, so that a crash never leaves one without the other. */
async function read(file: string): Promise<Credentials | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const found = new Map([...text.matchAll(block)].map(([pem, name]) => [name, pem]))
  const [privateKey, certificate] = [found.get('PRIVATE KEY'), found.get('CERTIFICATE')]
  return privateKey && certificate ? { privateKey, certificate } : undefined
}

async function writeDraft(file: string, { privateKey, certificate }: Credentials): Promise<string> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, privateKey + certificate, { mode: 0o600, flush: true })
  return draft
}

/** Two servers that start at once on one folder end up with one authority. */
async function makeOnce(file: string, names: readonly string[], now: Date): Promise<Credentials> {
  const { makeAuthority } = await import('./authority.ts')
  const made = await makeAuthority(`Cardwright · ${names[0] ?? 'cardwright'}`, now)
  const draft = await writeDraft(file, made)
  try {
    await link(draft, file)
    return made
  } catch (error) {
    const winner = await read(file)
    if (winner) return winner
    throw error
  } finally {
    await rm(draft)
  }
}
