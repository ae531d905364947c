import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { installRoot } from '../install-root.ts'

/** Where `npm run build` leaves the pages. */
const builtPages = join(installRoot, 'dist/kiosk')

/** A page's address and its entry file; everything below an address belongs to its page. */
export type PageAddresses = Readonly<Record<string, string>>
export const headquartersPages: PageAddresses = {
  '/office': 'office',
  '/booth': 'booth',
  '/member': 'member',
  '/t': 'tap',
}
/** Of a laptop at the booths: whoever asks for its bare address stands before it. */
export const laptopPages: PageAddresses = { '/': 'laptop', '/laptop': 'laptop', '/booth': 'booth' }

/** Serves the built pages, compressed by the build: hashed assets for ever, entries asked for anew each time. */
export async function servePages(
  app: FastifyInstance,
  pages: PageAddresses,
  root = builtPages,
): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) return // the API alone, as in tests that need no page
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    preCompressed: true,
    setHeaders(reply, path) {
      const isHashed = /[/\\]assets[/\\]/.test(path)
      reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      reply.setHeader('vary', 'accept-encoding')
    },
  })
  for (const [address, folder] of Object.entries(pages)) {
    app.get(address, (_request, reply) => reply.sendFile(`${folder}/index.html`))
    if (address !== '/') app.get(`${address}/*`, (_request, reply) => reply.sendFile(`${folder}/index.html`))
  }
}
