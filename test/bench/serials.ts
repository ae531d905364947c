import { randomBytes } from 'node:crypto'
import { FF1 } from '@noble/ciphers/ff1.js'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { cardNumbers } from '../../server/cards/card-number.ts'
import { securityCode } from '../../server/cards/security-code.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

/**
 * Card numbers as a batch draws them, permutation and check digit, alone and with the security code that is printed beside
 * each; against the bare FF1 of the library. By processor time.
 */
export function benchSerials({
  rounds,
  numbers,
}: {
  rounds: number
  numbers: number
}): Promise<ContestResult> {
  const keys = createKeyService(singleKeyStore({ bytes: randomBytes(32), checkValue: 'bench0' }))
  const versions = [{ firstSequence: 0, key: keys.cardNumberKey(7) }]
  const draw = () => cardNumbers({ programmeNumber: 7, versions, first: 0, count: numbers })
  return hold(
    {
      name: 'Card numbers',
      figure: 'perSecond',
      ours: { name: 'numbers', round: () => perCpuSecond(numbers, draw) },
      peers: [
        {
          name: 'numbers and security codes',
          round: () =>
            perCpuSecond(numbers, () => {
              for (const cardNumber of draw()) securityCode(keys, { cardNumber, keyGeneration: 1 })
            }),
        },
        {
          name: 'bare FF1 of @noble/ciphers',
          round: () =>
            perCpuSecond(numbers, () => {
              const cipher = FF1(10, keys.cardNumberKey(7))
              for (let sequence = 0; sequence < numbers; sequence += 1)
                cipher.encrypt(Array.from(String(sequence).padStart(9, '0'), Number))
            }),
        },
      ],
    },
    rounds,
  )
}

function perCpuSecond(many: number, doAll: () => unknown): Promise<Measured> {
  const before = process.cpuUsage()
  doAll()
  const { user, system } = process.cpuUsage(before)
  return Promise.resolve({ perSecond: Math.round(many / ((user + system) / 1e6)) })
}
