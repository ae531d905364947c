import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compressFolder } from './compress.ts'

/** The build's last step: compresses the pages, and marks the build as whole. */
const dist = fileURLToPath(new URL('../dist/', import.meta.url))

await compressFolder(`${dist}kiosk`)
await writeFile(`${dist}built`, '')
