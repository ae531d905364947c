import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { Compile } from 'typebox/compile'
import type { LaptopIdentity } from '../config/config.ts'
import { PairedLaptop, type NewLaptop } from './schema.ts'

const Paired = Compile(PairedLaptop)

/**
 * Makes this machine the laptop that a code of the office offers. The caller keeps what comes back where only it can read it.
 * Throws an Error with one sentence when headquarters refuses the code or cannot be reached.
 */
export async function pairLaptop({
  headquarters,
  code,
  name,
}: {
  headquarters: string
  code: string
  name: string
}): Promise<LaptopIdentity> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const content: NewLaptop = {
    code,
    name,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
  }
  const response = await fetch(`${headquarters}/api/v1/laptops`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(content),
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  }).catch((cause: unknown) => {
    throw new Error('Headquarters cannot be reached: check its address.', { cause })
  })
  if (!response.ok)
    throw new Error(
      'Headquarters refused the pairing code: make a new one on the drive’s page and try again.',
    )
  const paired: unknown = await response.json().catch(() => undefined)
  if (!Paired.Check(paired)) throw new Error('Something else answers at this address: is it headquarters?')
  return {
    headquarters,
    laptopId: paired.laptopId,
    name: paired.name,
    driveName: paired.driveName,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  }
}
