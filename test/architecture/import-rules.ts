interface Match {
  path?: string | string[]
  pathNot?: string | string[]
}

/** A rule as dependency-cruiser takes it. */
export interface ImportRule {
  name: string
  /** What to do in place of what is forbidden. */
  comment: string
  severity: 'error'
  from: Match
  /** `reachable`: also through other files. */
  to: Match & { circular?: boolean; reachable?: boolean }
}

const feature = '^server/(?!platform/|migrations/|config/|local/|cli/)([^/]+)/'
const packaged = (name: string) => `(^|node_modules/)${name}(/|$)`

const forbid = (
  name: string,
  instead: string,
  from: ImportRule['from'],
  to: ImportRule['to'],
): ImportRule => ({ name, comment: instead, severity: 'error', from, to })

const onlyImporter = (module: string, file: string) =>
  forbid(
    `one importer of ${module}`,
    `go through ${file}`,
    { path: '.', pathNot: [`^${file}$`, '^test/'] },
    { path: packaged(module) },
  )

/** Who may import whom. Each rule says in its comment what to do in place of what it forbids. */
export const importRules: ImportRule[] = [
  forbid('no cycles', 'move what both need into a third file', {}, { circular: true }),
  forbid('nothing needs the tests', 'move it out of test/', { pathNot: '^test/' }, { path: '^test/' }),
  forbid(
    'card designs stand alone',
    'give card-designs what it needs as an argument',
    { path: '^card-designs/' },
    { path: '^(server|hardware|kiosk)/' },
  ),
  forbid(
    'hardware stands alone',
    'give hardware what it needs as an argument',
    { path: '^hardware/' },
    { path: '^(server|card-designs|kiosk)/' },
  ),

  forbid(
    'pages know the contract only',
    "import the feature's schema.ts and call its route",
    { path: '^kiosk/' },
    { path: '^server/', pathNot: '^server/[^/]+/[a-z-]*schema\\.ts$' },
  ),
  forbid(
    'pages know no device',
    'ask the server, which asks the station',
    { path: '^kiosk/' },
    { path: '^hardware/' },
  ),
  forbid(
    'pages use the card engine only',
    'import from card-designs/engine, or fetch the design from the server',
    { path: '^kiosk/' },
    { path: '^card-designs/(?!engine/)' },
  ),
  forbid(
    'pages carry no PDF painter',
    'draw with paint-svg',
    { path: '^kiosk/' },
    { path: ['^card-designs/engine/paint-.*pdf', packaged('pdfkit')], reachable: true },
  ),
  forbid(
    'contracts are safe for the browser',
    'a schema.ts stands on typebox and other schema.ts files alone',
    { path: '^server/[^/]+/[a-z-]*schema\\.ts$' },
    { pathNot: ['schema\\.ts$', packaged('typebox'), '^card-designs/engine/design\\.ts$'] },
  ),

  forbid(
    'features meet at their index',
    "import the other feature's index.ts (a schema.ts may import another schema.ts)",
    { path: feature, pathNot: 'schema\\.ts$' },
    {
      path: '^server/[^/]+/(?!index\\.ts$)',
      pathNot: ['^server/$1/', '^server/platform/', '^server/config/config\\.ts$'],
    },
  ),
  forbid(
    'features stand below the app',
    'let app.ts, main.ts or the CLI hand it in',
    { path: feature },
    { path: '^server/((app|main)\\.ts$|cli/|local/|migrations/)' },
  ),
  forbid(
    'the platform knows no feature',
    'let the feature hand it in',
    { path: '^server/platform/' },
    { path: '^server/(?!platform/)' },
  ),
  forbid(
    'migrations are frozen',
    'write the SQL out: application code will change, a migration must not',
    { path: '^server/migrations/' },
    { path: '^(server/(?!migrations/)|hardware/|card-designs/|kiosk/)' },
  ),
  forbid(
    'features know ports and protocols only',
    'use hardware/ports.ts; devices belong to the station process',
    { path: '^server/', pathNot: '^server/(cli|local)/' },
    {
      path: '^hardware/',
      pathNot: [
        '^hardware/ports\\.ts$',
        '^hardware/nfc/(?!pcsc)',
        // Printers are in the network: the server speaks to them itself.
        '^hardware/(printing|network)/',
        '^hardware/magnetic/(tracks|bits)\\.ts$',
        '^hardware/station/messages\\.ts$',
      ],
    },
  ),
  forbid(
    'only the edge speaks HTTP',
    'answer with a value; routes.ts turns it into HTTP',
    {
      path: '^server/',
      // `authenticate.ts` is a feature's edge too: it reads a credential from a request.
      pathNot: ['^server/app\\.ts$', '^server/platform/http/', '[/-]routes\\.ts$', '/authenticate\\.ts$'],
    },
    { path: [packaged('fastify'), packaged('@fastify')] },
  ),
  forbid(
    'rules do not know routes',
    'move what both need into the rule',
    { path: '^server/', pathNot: ['^server/app\\.ts$', '/index\\.ts$'] },
    { path: '^server/[^/]+/routes\\.ts$' },
  ),
  forbid(
    'queries know tables only',
    'do it in the rule that calls the query',
    { path: '^server/[^/]+/queries\\.ts$', pathNot: '^server/platform/' },
    { path: '^server/([^/]+)/(?!queries|table|[a-z-]*schema\\.ts|index)', pathNot: '^server/platform/' },
  ),

  onlyImporter('nfc-pcsc', 'hardware/nfc/pcsc/nfc-pcsc.ts'),
  onlyImporter('pcsc-mini', 'hardware/nfc/pcsc/pcsc-mini.ts'),
  onlyImporter('node-hid', 'hardware/magnetic/hid.ts'),
  onlyImporter('serialport', 'hardware/magnetic/serial.ts'),
  onlyImporter('pdfkit', 'card-designs/engine/pdf-kit.ts'),
]
