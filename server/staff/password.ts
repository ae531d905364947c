import { hash, verify } from '@node-rs/argon2'

/** OWASP's recommendation for argon2id: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST)

export const verifyPassword = (hashed: string, password: string): Promise<boolean> =>
  verify(hashed, password.normalize('NFKC'))

/** Checked in place of an unknown account's, so that the answer takes as long. */
export const hashOfNobody =
  '$argon2id$v=19$m=19456,t=2,p=1$V2GnoGH7lJnGEEJIt/SR6Q$xRbfQzU8P33rz9xl4pQzg0j0PR4GLksQtFVcgMFfXRw'
