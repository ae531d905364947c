/** CRC32NK of ChangeKey: the reflected CRC of IEEE 802.3 without its final inversion, LSB first (NT4H2421Gx §10.6.1). */
export function crc32Nk(data: Uint8Array): Uint8Array {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return Uint8Array.of(crc & 0xff, (crc >>> 8) & 0xff, (crc >>> 16) & 0xff, crc >>> 24)
}
