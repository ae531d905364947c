import { ascii, concat, littleEndian, unhex } from '../../hardware/nfc/bytes.ts'

const purpose = ascii('DFEV') // fills M up to 16 bytes and keeps it apart from that of any other chip

/**
 * M of AN10922 for one AES key of one DESFire: UID, application (0 is the card itself), purpose, key number and
 * generation, 16 bytes in all.
 */
export const desfireKeyInput = (key: {
  readonly uid: string
  readonly applicationId: number
  readonly number: number
  readonly version: number
}): Uint8Array =>
  concat(unhex(key.uid), littleEndian(key.applicationId, 3), purpose, Uint8Array.of(key.number, key.version))
