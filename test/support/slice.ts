/** `CHECK=whole npm test` takes everything in both languages and all themes; the daily check takes a slice of what repeats. */
export const isWhole = process.env['CHECK'] === 'whole'

const both = ['zh-CN', 'en'] as const

/** Daily in Chinese, which most people of a shop read; that English lacks no text is held by the types. */
export const languages = isWhole ? both : (['zh-CN'] as const)

/** Themes differ in colours only, whose contrasts `test/ui/contrast` reckons daily. */
export const themes = isWhole ? (['light', 'dark', 'contrast'] as const) : (['light'] as const)

/** Of things that are alike, the first few. */
export const someOf = <Thing>(things: readonly Thing[], few: number): readonly Thing[] =>
  isWhole ? things : things.slice(0, few)

/** Minutes each, of what the walk through the job or `npm run prove` meets too. */
export const onlyWhole = isWhole
  ? []
  : [
      'test/booth-offline/day.test.ts',
      'test/booth-offline/ending.test.ts',
      'test/booth-offline/looks.test.ts',
      'test/booth-offline/tablet.test.ts',
      'test/booth-offline/trouble.test.ts',
      'test/designs-server/pages.test.ts',
      'test/designs/card-pdf-threads.test.ts',
      'test/designs/symbols-read.test.ts',
      'test/e2e/looks.test.ts',
      'test/edge/laptop.test.ts',
      'test/faults/big-batch.test.ts',
      'test/faults/books-killed.test.ts',
      'test/faults/booths-apart.test.ts',
      'test/faults/booths-bad-line.test.ts',
      'test/faults/booths-full-tablet.test.ts',
      'test/faults/booths-offline.test.ts',
      'test/faults/eight-readers.test.ts',
      'test/faults/tills-killed.test.ts',
      'test/imports/life.test.ts',
      'test/keys/ceremony.test.ts',
      'test/keys/pkcs11-cli.test.ts',
      'test/keys/rotation.test.ts',
      'test/keys/sealing.test.ts',
      'test/local/cli.test.ts',
      'test/platform/any-input.test.ts',
      'test/printing/office.test.ts',
      'test/ui/batch-page.test.ts',
      'test/ui/design-editor-hands.test.ts',
      'test/ui/design-editor.test.ts',
      'test/ui/member-access.test.ts',
      'test/ui/member.test.ts',
      'test/ui/office-agreements.test.ts',
      'test/ui/office-artwork.test.ts',
      'test/ui/office-bench.test.ts',
      'test/ui/office-card-life.test.ts',
      'test/ui/office-card-marks.test.ts',
      'test/ui/office-card-words.test.ts',
      'test/ui/office-decisions.test.ts',
      'test/ui/office-drive-boards.test.ts',
      'test/ui/office-gift-receipt.test.ts',
      'test/ui/office-imports.test.ts',
      'test/ui/office-narrow.test.ts',
      'test/ui/office-page.test.ts',
      'test/ui/office-partners.test.ts',
      'test/ui/office-planned-cards.test.ts',
      'test/ui/office-presets.test.ts',
      'test/ui/office-programme.test.ts',
      'test/ui/office-replay.test.ts',
      'test/ui/office-report.test.ts',
      'test/ui/office-stations.test.ts',
      'test/ui/office-tablets.test.ts',
      'test/ui/office-watch.test.ts',
      'test/ui/office-webhooks.test.ts',
      'test/ui/points-explained.test.ts',
      'test/ui/redeeming.test.ts',
    ]
