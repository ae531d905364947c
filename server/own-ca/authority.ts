import 'reflect-metadata' // @peculiar/x509 stands on it
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

/** A certificate and its private key, both PEM. */
export interface Credentials {
  certificate: string
  privateKey: string
}

/** What tablets are to trust. */
export interface TrustAnchor {
  /** PEM */
  certificate: string
  /** SHA-256 in pairs of hex digits, to be compared by eye. */
  fingerprint: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const dayMs = 24 * 3_600_000
const authorityDays = 3_650
/** Apple trusts no server certificate of more than 825 days, whoever signed it; about a year is what others issue. */
const serverDays = 397
/** For tablets whose clocks are behind. */
const headStartMs = dayMs

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
/** RFC 5280 §4.1.2.2: positive, at most 20 octets. */
const newSerial = () => `01${randomBytes(15).toString('hex')}`

async function credentials(
  certificate: x509.X509Certificate,
  key: webcrypto.CryptoKey,
): Promise<Credentials> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key)
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`,
  }
}

const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - headStartMs),
  notAfter: new Date(now.getTime() + days * dayMs),
})

/** Makes a certificate authority that may sign servers and nothing below it (RFC 5280 §4.2.1.9). */
export async function makeAuthority(name: string, now: Date): Promise<Credentials> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    serialNumber: newSerial(),
    signingAlgorithm: algorithm,
    ...validity(now, authorityDays),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return credentials(certificate, keys.privateKey)
}

/** Makes a key and a certificate for a server that is reached under these host names and addresses. */
export async function issueCertificate(
  authority: Credentials,
  { names, now }: { names: readonly string[]; now: Date },
): Promise<Credentials> {
  const issuer = new x509.X509Certificate(authority.certificate)
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [names[0] ?? 'cardwright'] }],
    issuer: issuer.subject,
    serialNumber: newSerial(),
    publicKey: keys.publicKey,
    signingKey: await importSigningKey(authority.privateKey),
    signingAlgorithm: algorithm,
    ...validity(now, serverDays),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return credentials(certificate, keys.privateKey)
}

const importSigningKey = (pem: string) =>
  webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), algorithm, false, ['sign'])
