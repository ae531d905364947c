import cookie from '@fastify/cookie'
import websocket from '@fastify/websocket'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { aboutFeature, type LeaveOutSampleData } from './about/index.ts'
import { auditFeature } from './audit/index.ts'
import { batchesFeature } from './batches/index.ts'
import { benchFeature } from './bench/index.ts'
import { cardsFeature } from './cards/index.ts'
import { complaintsFeature } from './complaints/index.ts'
import { complimentaryFeature } from './complimentary/index.ts'
import type { Config } from './config/config.ts'
import { designsFeature } from './designs/index.ts'
import { importsFeature } from './imports/index.ts'
import { giftsFeature } from './gifts/index.ts'
import { drivesFeature, watchBoothReaders } from './drives/index.ts'
import { gathering } from './edge/index.ts'
import { deviceWork, encodingFeature } from './encoding/index.ts'
import type { KeyService } from './keys/index.ts'
import { authenticateKiosk, authenticateMember, kiosksFeature } from './kiosks/index.ts'
import { levelsFeature } from './levels/index.ts'
import { liveFeature } from './live/index.ts'
import { membersFeature } from './members/index.ts'
import { messagesFeature } from './messages/index.ts'
import { setUpRoutes, type Credentials, type TrustAnchor } from './own-ca/index.ts'
import { occasionsFeature } from './occasions/index.ts'
import { authenticatePartner, partnersFeature } from './partners/index.ts'
import { placesFeature } from './places/index.ts'
import { programmesFeature } from './programmes/index.ts'
import { pointsFeature } from './points/index.ts'
import { serveHealth } from './platform/http/health.ts'
import { guardRoutes, type Authenticate } from './platform/http/access.ts'
import { refusalsOf, type Feature } from './platform/http/feature.ts'
import { describeApi } from './platform/http/openapi.ts'
import { headquartersPages, laptopPages, servePages, type PageAddresses } from './platform/http/pages.ts'
import { answerProblems, platformRefusals } from './platform/http/problem.ts'
import { demandDescribedRoutes } from './platform/http/route-config.ts'
import { secureHeaders } from './platform/http/security.ts'
import { serializeAnswers, validateInput } from './platform/http/validation.ts'
import { auditSealing } from './platform/audit-sealing.ts'
import { answerForgetting } from './platform/forgetting-answers.ts'
import { eventForgetting } from './platform/forgetting-events.ts'
import type { Platform } from './platform/platform.ts'
import { printingFeature } from './printing/index.ts'
import { authenticateTill, purchasesFeature } from './purchases/index.ts'
import { referralsFeature } from './referrals/index.ts'
import { replayFeature } from './replay/index.ts'
import { reportsFeature } from './reports/index.ts'
import { sharingFeature } from './sharing/index.ts'
import { authenticateStaff, staffFeature } from './staff/index.ts'
import { authenticateStation, createStations, stationsFeature } from './stations/index.ts'
import {
  authenticateSigner,
  demandSignatures,
  laptopSigning,
  tabletSigning,
  tabletsFeature,
  type Signing,
} from './tablets/index.ts'
import { tapsFeature } from './taps/index.ts'
import { watchFeature } from './watch/index.ts'
import { webhooksFeature } from './webhooks/index.ts'
import { vouchersFeature } from './vouchers/index.ts'

/** The longest honest frame lists a simulated station's whole drawer, some 300 bytes a card. */
const MAX_STATION_FRAME_BYTES = 4 * 1024 * 1024

/** A file of history: a million rows stay below. */
const MOST_IMPORT_BYTES = 100_000_000

export interface AppNeeds {
  platform: Platform
  keys: KeyService
  config: Pick<
    Config,
    | 'publicUrl'
    | 'databaseUrl'
    | 'transport'
    | 'isSimulated'
    | 'samplePeopleFile'
    | 'messageGateway'
    | 'metricsToken'
    | 'printersOnThisMachine'
    | 'importMostBytes'
    | 'webhookNetworks'
    | 'gathers'
  >
  /** set where we speak HTTPS ourselves; `anchor` when its authority is our own and tablets must learn to trust it */
  tls?: { credentials: Credentials; anchor?: TrustAnchor }
  leaveOutSampleData?: LeaveOutSampleData
  /** requests a minute from one address, built files left out; generous: a mall's tablets stand behind one router */
  requestsPerMinute?: number
}

/** What a server does for those who reach it. */
interface Part {
  features: Feature[]
  authenticators: Authenticate[]
  signings: Signing[]
  pages: PageAddresses
  start?: () => void
  stop: () => Promise<void>
}

/** Everything; the only place that names every feature. */
function headquarters({ platform, keys, config, leaveOutSampleData }: AppNeeds): Part {
  const stations = createStations(platform)
  const features: Feature[] = [
    aboutFeature(config, leaveOutSampleData),
    liveFeature(platform),
    staffFeature(platform),
    auditFeature(platform),
    placesFeature(platform),
    cardsFeature(platform, { keys, publicUrl: config.publicUrl }),
    designsFeature(platform, config),
    batchesFeature(platform, { keys, publicUrl: config.publicUrl }),
    printingFeature(platform, {
      keys,
      allowsThisMachine: config.isSimulated || config.printersOnThisMachine === true,
    }),
    stationsFeature(platform, { stations, keys, isSimulated: config.isSimulated, deviceWork }),
    encodingFeature(platform, { stations, keys, isSimulated: config.isSimulated }),
    benchFeature(platform, { stations, keys, isSimulated: config.isSimulated }),
    tapsFeature(keys),
    programmesFeature(platform),
    levelsFeature(platform),
    pointsFeature(platform),
    giftsFeature(platform, keys),
    vouchersFeature(platform, keys),
    purchasesFeature(platform, keys),
    partnersFeature(platform, keys),
    referralsFeature(platform),
    sharingFeature(platform, keys),
    complaintsFeature(platform, keys),
    occasionsFeature(platform, { keys, publicUrl: config.publicUrl }),
    replayFeature(platform, config.databaseUrl),
    reportsFeature(platform),
    messagesFeature(platform, { keys, config }),
    membersFeature(platform, keys),
    complimentaryFeature(platform, keys),
    watchFeature(platform),
    webhooksFeature(platform, { keys, webhookNetworks: config.webhookNetworks }),
    importsFeature(platform, { keys, mostBytes: config.importMostBytes ?? MOST_IMPORT_BYTES }),
    drivesFeature(platform, keys, stations),
    tabletsFeature(platform, keys),
    kiosksFeature({ platform, keys, config }, stations),
  ]
  watchBoothReaders(platform, keys, stations)
  const signings = [tabletSigning(platform), laptopSigning(platform)]
  const authenticators: Authenticate[] = [
    authenticateStaff(platform),
    authenticateTill(platform),
    authenticatePartner(platform),
    authenticateStation(platform),
    authenticateMember(platform),
    authenticateKiosk(platform),
    ...signings.map(authenticateSigner),
  ]
  return { features, authenticators, signings, pages: headquartersPages, stop: () => stations.stop() }
}

/** A laptop at the booths, which gathers tablets for headquarters. */
function boothLaptop({ platform, config }: AppNeeds, gathers: NonNullable<Config['gathers']>): Part {
  const { feature, signing, ...rest } = gathering(platform, gathers)
  return {
    features: [aboutFeature(config), feature],
    authenticators: [authenticateSigner(signing)],
    signings: [signing],
    pages: laptopPages,
    ...rest,
  }
}

/** Builds the whole server. Listening is the caller's. */
export async function buildApp(needs: AppNeeds): Promise<FastifyInstance> {
  const { platform, config, tls, requestsPerMinute = 3_000 } = needs
  const part = config.gathers ? boothLaptop(needs, config.gathers) : headquarters(needs)
  const { features, authenticators, signings } = part
  const refusals = refusalsOf([platformRefusals, ...features.map((feature) => feature.refusals)])

  const app = Fastify({
    loggerInstance: platform.log,
    logController: new LogController({ disableRequestLogging: true }),
    // A log of its own for each request costs more than a till's look-up; the few lines that are written name theirs.
    childLoggerFactory: (log: FastifyBaseLogger) => log,
    // One hop, the proxy's own: what a caller writes into X-Forwarded-For must not choose whose limit counts.
    // As a function, because Fastify takes a number of hops to mean that nobody is trusted.
    ...(config.transport.kind === 'behind-proxy'
      ? { trustProxy: (_address: string, hop: number) => hop === 0 }
      : {}),
    requestTimeout: 60_000,
    bodyLimit: 512 * 1024,
    forceCloseConnections: true,
    ...(tls ? { https: { cert: tls.credentials.certificate, key: tls.credentials.privateKey } } : {}),
  } as object).withTypeProvider<TypeBoxTypeProvider>()

  app.decorate('platform', platform)
  validateInput(app)
  serializeAnswers(app)
  answerProblems(app, refusals, platform.metrics)
  await secureHeaders(app, { requestsPerMinute, isHttps: config.transport.kind !== 'plain-loopback' })
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: MAX_STATION_FRAME_BYTES } })
  guardRoutes(app, authenticators)
  demandSignatures(app, signings)
  demandDescribedRoutes(app)
  await describeApi(app, refusals)
  serveHealth(app, config.metricsToken)
  for (const feature of features) await app.register(feature.routes, { prefix: '/api/v1' })
  await servePages(app, part.pages)
  if (tls?.anchor) await app.register(setUpRoutes(tls.anchor, config.publicUrl))

  const jobKinds = [
    auditSealing(platform),
    answerForgetting(platform),
    eventForgetting(platform),
    ...features.flatMap((feature) => feature.jobs ?? []),
  ]
  app.addHook('onReady', () => platform.jobs.start(jobKinds))
  app.addHook('onReady', async () => part.start?.())
  app.addHook('preClose', () => part.stop())
  app.addHook('onClose', () => platform.events.stop())
  return app
}
