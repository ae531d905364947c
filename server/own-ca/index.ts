import { X509Certificate } from 'node:crypto'
import { Server } from 'node:https'
import { join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import type { Credentials, TrustAnchor } from './authority.ts'
import { openCertificates } from './certificates.ts'
import { namesOfServer } from './names.ts'
import { serveSetUp } from './set-up-routes.ts'

export type { Credentials, TrustAnchor } from './authority.ts'
export { setUpRoutes } from './set-up-routes.ts'

export interface OwnTls {
  credentials: Credentials
  anchor: TrustAnchor
  /** Renews the certificate of the listening server, and serves the set-up page. @returns what ends both */
  keep(server: object, host: string): Promise<() => Promise<void>>
}

interface OwnTlsOptions {
  /** The installation's data folder; ours is `tls` inside it. */
  folder: string
  publicUrl: string
  clock: Clock
  /** Where the set-up page is served over plain HTTP as well. */
  setUpPort?: number
  lookEveryMs?: number
}

const halfDayMs = 12 * 3_600_000

/** HTTPS with a certificate authority of this installation's own. */
export async function openOwnTls(options: OwnTlsOptions): Promise<OwnTls> {
  const { folder, publicUrl, clock, setUpPort, lookEveryMs = halfDayMs } = options
  const open = () =>
    openCertificates({ folder: join(folder, 'tls'), names: namesOfServer(publicUrl), now: clock.now() })
  const { authority, server } = await open()
  const { fingerprint256: fingerprint } = new X509Certificate(authority.certificate)
  const anchor = { certificate: authority.certificate, fingerprint }
  return {
    credentials: server,
    anchor,
    async keep(listening, host) {
      assert(listening instanceof Server, 'an app with credentials listens with TLS')
      const renew = async () => {
        const { certificate: cert, privateKey: key } = (await open()).server
        listening.setSecureContext({ cert, key })
      }
      // A full disk is no reason to stop serving: the old certificate is good for weeks, and looks go on.
      const timer = setInterval(() => void renew().catch(() => undefined), lookEveryMs)
      const setUp =
        setUpPort === undefined ? undefined : await serveSetUp(anchor, { publicUrl, host, port: setUpPort })
      return async () => {
        clearInterval(timer)
        await setUp?.stop()
      }
    },
  }
}
