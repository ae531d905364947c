import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Paired = Compile(
  Type.Object({ stationId: Type.String({ minLength: 1 }), token: Type.String({ minLength: 1 }) }),
)

/**
 * Exchanges a one-time pairing code for the station's token; the caller keeps it where only this station can read it.
 * Throws an Error with one sentence when the server refuses the code or cannot be reached.
 */
export async function pairStation(pairing: {
  serverUrl: string
  code: string
  name: string
}): Promise<string> {
  const response = await fetch(new URL('/api/v1/stations/pair', pairing.serverUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ code: pairing.code, name: pairing.name }),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new Error('The server cannot be reached: check its address.', { cause })
  })
  if (!response.ok) throw new Error('The server refused the pairing code: make a new one and try again.')
  const paired: unknown = await response.json()
  if (!Paired.Check(paired)) throw new Error('The server did not answer with a token: is this its address?')
  return paired.token
}
