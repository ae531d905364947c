/** `CHECK=whole npm test` takes everything in both languages and all themes; the daily check takes a slice of what repeats. */
export const isWhole = process.env['CHECK'] === 'whole'

const both = ['zh-CN', 'en'] as const

/** A page's own tests speak Chinese; the walk through the whole job speaks both. */
export const languages = isWhole ? both : (['zh-CN'] as const)

/** axe looks at each screen of the walk in English: the page's own tests show it the Chinese ones. */
export const axeLanguages: readonly string[] = isWhole ? both : ['en']

/** Minutes each, of what the walk through the job or `npm run prove` meets too. */
export const onlyWhole = isWhole
  ? []
  : [
      'test/designs/card-pdf-threads.test.ts',
      'test/designs/symbols-read.test.ts',
      'test/faults/big-batch.test.ts',
      'test/faults/eight-readers.test.ts',
      'test/keys/ceremony.test.ts',
      'test/keys/pkcs11-cli.test.ts',
      'test/printing/office.test.ts',
      'test/ui/design-editor-hands.test.ts',
      'test/ui/member-access.test.ts',
      'test/ui/office-artwork.test.ts',
      'test/ui/office-bench.test.ts',
      'test/ui/office-card-life.test.ts',
      'test/ui/office-card-marks.test.ts',
      'test/ui/office-programme.test.ts',
    ]
