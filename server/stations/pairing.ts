import { createHash } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import { usePairingCode } from '../pairing/index.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertStation } from './queries.ts'

const TOKEN_PREFIX = 'station_'

/** Follows from command and code under a key: repeating the command shows the same one, and it is stored nowhere in clear. */
const tokenOf = (keys: KeyService, commandId: string, code: string): string =>
  TOKEN_PREFIX + Buffer.from(keys.blindIndex('station-token', `${commandId}/${code}`)).toString('base64url')

export const tokenHash = (token: string): Uint8Array => createHash('sha256').update(token).digest()
export const isStationToken = (token: string): boolean => token.startsWith(TOKEN_PREFIX)

export interface PairingRequest {
  code: string
  name: string
}

/** A new station takes its name. Refuses with `pairing-code-wrong`, `station-name-taken`; a refused name leaves the code good. */
export async function pairStation(
  work: Work,
  keys: KeyService,
  { code, name }: PairingRequest,
): Promise<Result<{ stationId: string; commandId: string }, 'pairing-code-wrong' | 'station-name-taken'>> {
  const used = await usePairingCode(work, { kind: 'station', code })
  if (!used.ok) return used
  const stationId = derivedId(work.id, 'station')
  const { simulated } = used.value
  const isNew = await insertStation(work.tx, {
    id: stationId,
    name,
    token_hash: tokenHash(tokenOf(keys, work.id, code)),
    simulated,
    approved_for_blanks: simulated,
    paired_at: work.now,
  })
  if (!isNew) return refuse('station-name-taken')
  await audit(work, { action: 'station.paired', subject: `station:${stationId}`, details: { simulated } })
  return accept({ stationId, commandId: work.id })
}

/** The token in clear, for the answer to the station that was just paired with this code. */
export const showToken = (keys: KeyService, paired: { commandId: string }, code: string): string =>
  tokenOf(keys, paired.commandId, code)
