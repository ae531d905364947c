import { ecdsa, type ECDSA, weierstrass, type WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from './bytes.ts'

/** Chips that NXP signs: ECDSA over the raw UID, without a hash, answered as r‖s. */
export type SignedChip =
  'ntag424' | 'desfire' | 'ntag21x' | 'ultralight-ev1' | 'ultralight-aes' | 'classic-ev1'

type CurveName = 'secp128r1' | 'secp192r1' | 'secp224r1'

// Domain parameters of SEC 2 v1 §2.3.1 (secp128r1) and v2 §2.2.2, §2.3.2. ECDSA asks for a hash that no call here uses.
const curves: Readonly<Record<CurveName, ECDSA>> = {
  secp128r1: ecdsa(
    weierstrass({
      p: 0xfffffffdffffffffffffffffffffffffn,
      n: 0xfffffffe0000000075a30d1b9038a115n,
      h: 1n,
      a: 0xfffffffdfffffffffffffffffffffffcn,
      b: 0xe87579c11079f43dd824993c2cee5ed3n,
      Gx: 0x161ff7528b899b2d0c28607ca52c5b86n,
      Gy: 0xcf5ac8395bafeb13c02da292dded7a83n,
    }),
    sha256,
  ),
  secp192r1: ecdsa(
    weierstrass({
      p: 0xfffffffffffffffffffffffffffffffeffffffffffffffffn,
      n: 0xffffffffffffffffffffffff99def836146bc9b1b4d22831n,
      h: 1n,
      a: 0xfffffffffffffffffffffffffffffffefffffffffffffffcn,
      b: 0x64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1n,
      Gx: 0x188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012n,
      Gy: 0x07192b95ffc8da78631011ed6b24cdd573f977a11e794811n,
    }),
    sha256,
  ),
  secp224r1: ecdsa(
    weierstrass({
      p: 0xffffffffffffffffffffffffffffffff000000000000000000000001n,
      n: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
      h: 1n,
      a: 0xfffffffffffffffffffffffffffffffefffffffffffffffffffffffen,
      b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n,
      Gx: 0xb70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21n,
      Gy: 0xbd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34n,
    }),
    sha256,
  ),
}

interface Maker {
  readonly curve: CurveName
  /** Uncompressed points, hex. A maker signs one kind of chip with different keys over the years. */
  readonly publicKeys: readonly string[]
}

// NXP's keys as its application notes print them, or as they follow from the signatures of genuine chips.
const makers: Readonly<Record<SignedChip, Maker>> = {
  ntag424: {
    curve: 'secp224r1',
    publicKeys: [
      '048A9B380AF2EE1B98DC417FECC263F8449C7625CECE82D9B916C992DA209D68422B81EC20B65A66B5102A61596AF3379200599316A00A1410', // AN12196 §8.2
      '04B304DC4C615F5326FE9383DDEC9AA892DF3A57FA7FFB3276192BC0EAA252ED45A865E3B093A3D0DCE5BE29E92F1392CE7DE321E3E5C52B3A', // newer chips
    ],
  },
  desfire: {
    curve: 'secp224r1',
    publicKeys: [
      '04B304DC4C615F5326FE9383DDEC9AA892DF3A57FA7FFB3276192BC0EAA252ED45A865E3B093A3D0DCE5BE29E92F1392CE7DE321E3E5C52B3A', // EV2
      '048A9B380AF2EE1B98DC417FECC263F8449C7625CECE82D9B916C992DA209D68422B81EC20B65A66B5102A61596AF3379200599316A00A1410', // EV2, earlier
      '04CD5D45E50B1502F0BA4656FF37669597E7E183251150F9574CC8DA56BF01C7ABE019E29FEA48F9CE22C3EA4029A765E1BC95A89543BAD1BC', // EV2 XL
      '041DB46C145D0A36539C6544BD6D9B0AA62FF91EC48CBC6ABAE36E0089A46F0D08C8A715EA40A63313B92E90DDC1730230E0458A33276FB743', // EV3
    ],
  },
  ntag21x: {
    curve: 'secp128r1',
    publicKeys: ['04494E1A386D3D3CFE3DC10E5DE68A499B1C202DB5B132393E89ED19FE5BE8BC61'], // AN11350
  },
  'ultralight-ev1': {
    curve: 'secp128r1',
    publicKeys: ['0490933BDCD6E99B4E255E3DA55389A827564E11718E017292FAF23226A96614B8'], // AN11341
  },
  'ultralight-aes': {
    curve: 'secp192r1',
    publicKeys: [
      '0453BF8C49B7BD9FE3207A91513B9C1D238ECAB07186B772104AB535F7D3AE63CF7C7F3DD0D169DA3E99E43C6399621A86', // AN13452
      '04DC34DAA903F2726A6225B11C692AF6AB4396575CA12810CBBCE3F781A097B3833B50AB364A70D9C2B641A728A599AE74', // the other
    ],
  },
  'classic-ev1': {
    curve: 'secp128r1',
    publicKeys: ['044F6D3F294DEA5737F0F46FFEE88A356EED95695DD7E0C27A591E6F6F65962BAF'],
  },
}

const simulatorKeys: Readonly<Record<CurveName, string>> = {
  secp128r1: '049F675E27B1D6B63EF824E6545A3ACF36AACFA03DBC055680BC001C2FA41D8400',
  secp192r1:
    '04F177F7EA1783423F9AC54366ED5020EE887856348F06D02201B5FCC4D3194FA684DFF83EB1934D8D708D4213D66694DD',
  secp224r1:
    '0498A37678C8ACC1A2279645102EC6538A707EC7CA8CF7B4E6EC141D24D86E5BDB897F98CFD3D9FBE3B79F49C250C032204144F84F8D6A0A3E',
}

/** The maker of simulated chips, uncompressed, hex. Everybody can read its secret: whoever trusts it makes no real cards. */
export const simulatedMaker = (chip: SignedChip): string => simulatorKeys[makers[chip].curve]

/** Signs and verifies the way a chip's maker does. */
export const originalityCurve = (chip: SignedChip): ECDSA => curves[makers[chip].curve]

/** The UID is signed as it is, and NXP does not normalise s. */
export const rawSignature = { prehash: false, lowS: false } as const

const points = new Map<string, WeierstrassPoint<bigint>>()

/** A public key with a table that makes it quick to multiply by; the table is made when the key is first used. */
function pointOf({ Point }: ECDSA, key: string): WeierstrassPoint<bigint> {
  const known = points.get(key)
  if (known) return known
  const point = Point.fromHex(key.toLowerCase()).precompute()
  points.set(key, point)
  return point
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes)}`)

/**
 * Tells whether the chip's maker signed this UID: a genuine die carries this UID, though a copy may repeat both.
 * `uid` in hex, `signature` r‖s as the chip answers it. `alsoTrusted` are uncompressed public keys, hex, to accept
 * besides the maker's: for simulated cards, and never where real ones are made.
 */
export function verifyOriginality(
  chip: SignedChip,
  uid: string,
  signature: Uint8Array,
  alsoTrusted: readonly string[] = [],
): boolean {
  const curve = originalityCurve(chip)
  const { BASE, Fn } = curve.Point
  if (signature.length !== 2 * Fn.BYTES) return false
  const [r, s] = [numberOf(signature.subarray(0, Fn.BYTES)), numberOf(signature.subarray(Fn.BYTES))]
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return false
  // SEC 1 v2 §4.1.4 step 5, by hand: the library's own verification takes no point that has a table, at five times the cost.
  const inverse = Fn.inv(s)
  const fromMessage = BASE.multiplyUnsafe(Fn.mul(BigInt(`0x${uid}`), inverse))
  const share = Fn.mul(r, inverse)
  return [...alsoTrusted, ...makers[chip].publicKeys].some((key) => {
    const sum = fromMessage.add(pointOf(curve, key).multiplyUnsafe(share))
    return !sum.is0() && Fn.create(sum.x) === r
  })
}
