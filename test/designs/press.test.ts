import { execFileSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { goldDesign } from '../../card-designs/templates/gold/design.ts'
import { cardsPdf, designWith, personalCard } from './support/cards.ts'
import { brokenRules } from './support/pdf-rules.ts'
import { pressProfile } from './support/press-profile.ts'
import { run, withFile } from './support/raster.ts'

const press = { name: '百货印刷 coated', bytes: pressProfile() }

test('a file for a press carries its profile, byte for byte, and says what its other colours mean', async () => {
  const pdf = await cardsPdf(goldDesign, [personalCard], press)
  expect(brokenRules(pdf)).toEqual([])
  const profiles = withFile(pdf, 'cards.pdf', (path) => {
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
    const { qpdf } = JSON.parse(
      run('qpdf', '--json', '--json-key=qpdf', '--json-stream-data=inline', path),
    ) as {
      qpdf: [unknown, Record<string, { value?: Intent; stream?: { dict: { '/N'?: number }; data: string } }>]
    }
    const objects = Object.values(qpdf[1])
    const [intent] = objects.flatMap(({ value }) => (value?.['/S'] === '/GTS_PDFX' ? [value] : []))
    expect(intent).toMatchObject({ '/Info': `u:${press.name}`, '/OutputConditionIdentifier': 'u:Custom' })
    return objects.flatMap(({ stream }) => (stream?.dict['/N'] === 4 ? [stream.data] : []))
  })
  expect(profiles.map(bytesOf)).toEqual([press.bytes])
})

interface Intent {
  '/S'?: string
  '/Info'?: string
  '/OutputConditionIdentifier'?: string
}

/** As qpdf writes it out: as it lies in the file, or unpacked. */
function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('latin1', 36, 40) === 'acsp' ? bytes : inflateSync(bytes)
}

test('Ghostscript prints it with that profile and finds nothing wrong; black in inks stays in black alone', async () => {
  const black = designWith({
    type: 'rect',
    id: 'black',
    box: { xUm: 0, yUm: 0, widthUm: 85_600, heightUm: 53_980 },
    fill: { kind: 'cmyk', c: 0, m: 0, y: 0, k: 100 },
  })
  const coverage = withFile(await cardsPdf(black, [personalCard], press), 'cards.pdf', (path) =>
    execFileSync(
      'gs',
      `-q -dNOPAUSE -dBATCH -dPDFSTOPONERROR -dPDFSTOPONWARNING -dUsePDFX3Profile -dLastPage=1 -sDEVICE=inkcov -o -`
        .split(' ')
        .concat(path),
      { encoding: 'utf8' },
    ),
  )
  const [cyan, magenta, yellow, key] = coverage.trim().split(/\s+/).map(Number)
  expect([cyan, magenta, yellow]).toEqual([0, 0, 0])
  expect(key).toBeGreaterThan(0.85)
})
