import type { Template, Handle } from 'pkcs11js'
import { AppError } from '../platform/errors.ts'
import type { RootSecrets } from './derivation.ts'
import type { OpenSession } from './pkcs11-session.ts'

/** A root's objects in a token, found by their labels. A generation counts once `expanding` is there: it is made last. */
export interface RootObjects {
  number: number
  hierarchy: 1 | 2
  isRetired: boolean
  /** of hierarchy 1, which cannot be computed from what the token holds */
  checkValue?: string
  expanding: Handle
  /** of hierarchy 2 */
  deriving?: Handle
}

const labels = {
  deriving: (number: number) => `cardwright/g${number}/deriving`,
  expanding: (number: number) => `cardwright/g${number}/expanding/h2`,
  imported: (number: number, checkValue: string) => `cardwright/g${number}/expanding/h1/${checkValue}`,
  retired: (number: number) => `cardwright/g${number}/retired`,
}

/** @returns oldest first. @throws AppError `pkcs11-ambiguous` when a label is there twice */
export function findRoots(open: OpenSession): RootObjects[] {
  const objects = objectsByLabel(open)
  return [...objects]
    .flatMap(([label, expanding]): RootObjects[] => {
      const [, digits, hierarchy, checkValue] =
        /^cardwright\/g([0-9]{1,3})\/expanding\/h([12])(?:\/([0-9a-f]{6}))?$/.exec(label) ?? []
      const number = Number(digits)
      const deriving = objects.get(labels.deriving(number))
      const isRetired = objects.has(labels.retired(number))
      if (hierarchy === '1' && checkValue) return [{ number, hierarchy: 1, isRetired, checkValue, expanding }]
      return hierarchy === '2' && deriving ? [{ number, hierarchy: 2, isRetired, expanding, deriving }] : []
    })
    .toSorted((left, right) => left.number - right.number)
}

function objectsByLabel({ pkcs11, constants, session }: OpenSession): Map<string, Handle> {
  const found = new Map<string, Handle>()
  pkcs11.C_FindObjectsInit(session, [{ type: constants.CKA_TOKEN, value: true }])
  const handles: Handle[] = []
  for (
    let next = pkcs11.C_FindObjects(session, 64);
    next.length > 0;
    next = pkcs11.C_FindObjects(session, 64)
  )
    handles.push(...next)
  pkcs11.C_FindObjectsFinal(session)
  for (const handle of handles) {
    const [attribute] = pkcs11.C_GetAttributeValue(session, handle, [{ type: constants.CKA_LABEL }])
    const label = String(attribute?.value ?? '')
    if (!label.startsWith('cardwright/')) continue
    if (found.has(label))
      throw new AppError(
        'pkcs11-ambiguous',
        `The token has two objects ${label}: delete the one that was not meant.`,
      )
    found.set(label, handle)
  }
  return found
}

/** Makes a root inside the token: nobody has ever seen it, and nobody can take it out. */
export function generateRoot(open: OpenSession, number: number): void {
  const { pkcs11, constants, session } = open
  discardUnfinished(open, number)
  pkcs11.C_GenerateKey(session, { mechanism: constants.CKM_AES_KEY_GEN }, [
    ...derivingKey(open, number),
    { type: constants.CKA_VALUE_LEN, value: 32 },
  ])
  pkcs11.C_GenerateKey(session, { mechanism: constants.CKM_GENERIC_SECRET_KEY_GEN }, [
    ...expandingKey(open, labels.expanding(number)),
    { type: constants.CKA_VALUE_LEN, value: 32 },
  ])
}

/** Puts a root of a key file into the token, from which it does not come out again. */
export function importRoot(
  open: OpenSession,
  { number, secrets, checkValue }: { number: number; secrets: RootSecrets; checkValue: string },
): void {
  const { pkcs11, constants, session } = open
  const value = (bytes: Uint8Array) => ({ type: constants.CKA_VALUE, value: Buffer.from(bytes) })
  discardUnfinished(open, number)
  if (secrets.hierarchy === 2)
    pkcs11.C_CreateObject(session, [...derivingKey(open, number), value(secrets.deriving)])
  const label = secrets.hierarchy === 1 ? labels.imported(number, checkValue) : labels.expanding(number)
  pkcs11.C_CreateObject(session, [...expandingKey(open, label), value(secrets.expanding)])
}

/** A retired generation has a note beside it; notes are only added. */
export function noteRetired({ pkcs11, constants, session }: OpenSession, number: number): void {
  pkcs11.C_CreateObject(session, [
    { type: constants.CKA_CLASS, value: constants.CKO_DATA },
    { type: constants.CKA_TOKEN, value: true },
    { type: constants.CKA_PRIVATE, value: true },
    { type: constants.CKA_LABEL, value: labels.retired(number) },
  ])
}

/** A making that was cut off has left the first of its two keys, under which nothing was made yet. */
function discardUnfinished(open: OpenSession, number: number): void {
  if (findRoots(open).some((root) => root.number === number))
    throw new AppError(
      'key-generation-exists',
      `The token has generation ${number} already; it is not replaced.`,
    )
  const leftover = objectsByLabel(open).get(labels.deriving(number))
  if (leftover) open.pkcs11.C_DestroyObject(open.session, leftover)
}

const derivingKey = ({ constants }: OpenSession, number: number): Template => [
  { type: constants.CKA_KEY_TYPE, value: constants.CKK_AES },
  { type: constants.CKA_LABEL, value: labels.deriving(number) },
  { type: constants.CKA_TOKEN, value: true },
  { type: constants.CKA_DERIVE, value: true },
  { type: constants.CKA_ENCRYPT, value: false },
  { type: constants.CKA_DECRYPT, value: false },
  ...keptInside(constants),
]

const expandingKey = ({ constants }: OpenSession, label: string): Template => [
  { type: constants.CKA_KEY_TYPE, value: constants.CKK_GENERIC_SECRET },
  { type: constants.CKA_LABEL, value: label },
  { type: constants.CKA_TOKEN, value: true },
  { type: constants.CKA_SIGN, value: true },
  ...keptInside(constants),
]

/** For every secret key: it is used, never shown. */
export const keptInside = (constants: OpenSession['constants']): Template => [
  { type: constants.CKA_CLASS, value: constants.CKO_SECRET_KEY },
  { type: constants.CKA_PRIVATE, value: true },
  { type: constants.CKA_SENSITIVE, value: true },
  { type: constants.CKA_EXTRACTABLE, value: false },
]
