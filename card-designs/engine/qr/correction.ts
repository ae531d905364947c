/** The field of 256 with x⁸ + x⁴ + x³ + x² + 1, ISO/IEC 18004 §7.5.2. */
const power = new Uint8Array(512)
const logarithm = new Uint8Array(256)
for (let i = 0, value = 1; i < 255; i++) {
  power[i] = power[i + 255] = value
  logarithm[value] = i
  value = value < 128 ? value * 2 : (value * 2) ^ 0x11d
}

const generators = new Map<number, Uint8Array>()

/** Coefficients below the leading one, highest first, as logarithms. */
function generatorOf(degree: number): Uint8Array {
  const known = generators.get(degree)
  if (known) return known
  let polynomial = [1]
  for (let root = 0; root < degree; root++) {
    const next = [...polynomial, 0]
    polynomial.forEach((coefficient, i) => {
      if (coefficient) next[i + 1]! ^= power[logarithm[coefficient]! + root]!
    })
    polynomial = next
  }
  const made = Uint8Array.from(polynomial.slice(1), (coefficient) => logarithm[coefficient]!)
  generators.set(degree, made)
  return made
}

/** Appends each block's correction and interleaves all, ISO/IEC 18004 §7.6. */
export function interleave(data: Uint8Array, blocks: number, correction: number): Uint8Array {
  const degree = correction / blocks
  const short = Math.floor(data.length / blocks)
  const longBlocks = data.length % blocks
  const all = new Uint8Array(data.length + correction)
  const remainder = new Uint8Array(degree)
  const generator = generatorOf(degree)
  for (let block = 0, from = 0; block < blocks; block++) {
    const isLong = block >= blocks - longBlocks
    const length = short + (isLong ? 1 : 0)
    remainder.fill(0)
    for (let i = 0; i < length; i++) {
      const byte = data[from + i]!
      all[i < short ? i * blocks + block : short * blocks + block - (blocks - longBlocks)] = byte
      const factor = byte ^ remainder[0]!
      remainder.copyWithin(0, 1)
      remainder[degree - 1] = 0
      if (factor === 0) continue
      const log = logarithm[factor]!
      for (let k = 0; k < degree; k++) remainder[k]! ^= power[log + generator[k]!]!
    }
    for (let k = 0; k < degree; k++) all[data.length + k * blocks + block] = remainder[k]!
    from += length
  }
  return all
}
