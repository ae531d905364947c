/** The field of 256 with x⁸ + x⁴ + x³ + x² + 1, ISO/IEC 18004 §7.5.2. */
const power = new Uint8Array(512)
const logarithm = new Uint8Array(256)
for (let i = 0, value = 1; i < 255; i++) {
  power[i] = power[i + 255] = value
  logarithm[value] = i
  value = value < 128 ? value * 2 : (value * 2) ^ 0x11d
}

const tables = new Map<number, Uint8Array>()

/** The generator polynomial of a degree times each of the 256 values: below its leading coefficient, highest first. */
function multiplesOf(degree: number): Uint8Array {
  const known = tables.get(degree)
  if (known) return known
  let polynomial = [1]
  for (let root = 0; root < degree; root++) {
    const next = [...polynomial, 0]
    polynomial.forEach((coefficient, i) => {
      if (coefficient) next[i + 1]! ^= power[logarithm[coefficient]! + root]!
    })
    polynomial = next
  }
  const table = new Uint8Array(256 * degree)
  for (let factor = 1; factor < 256; factor++)
    for (let k = 0; k < degree; k++)
      table[factor * degree + k] = power[logarithm[factor]! + logarithm[polynomial[k + 1]!]!]!
  tables.set(degree, table)
  return table
}

/** Appends each block's correction and interleaves all, ISO/IEC 18004 §7.6. */
export function interleave(data: Uint8Array, blocks: number, correction: number): Uint8Array {
  const degree = correction / blocks
  const short = Math.floor(data.length / blocks)
  const longBlocks = data.length % blocks
  const all = new Uint8Array(data.length + correction)
  const remainder = new Uint8Array(degree + 1)
  const multiples = multiplesOf(degree)
  for (let block = 0, from = 0; block < blocks; block++) {
    const isLong = block >= blocks - longBlocks
    const length = short + (isLong ? 1 : 0)
    remainder.fill(0)
    for (let i = 0; i < length; i++) {
      const byte = data[from + i]!
      all[i < short ? i * blocks + block : short * blocks + block - (blocks - longBlocks)] = byte
      const row = (byte ^ remainder[0]!) * degree
      for (let k = 0; k < degree; k++) remainder[k] = remainder[k + 1]! ^ multiples[row + k]!
    }
    for (let k = 0; k < degree; k++) all[data.length + k * blocks + block] = remainder[k]!
    from += length
  }
  return all
}
