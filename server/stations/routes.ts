import '@fastify/websocket'
import { Type } from 'typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { STATION_SOCKET_PATH } from '../../hardware/station/messages.ts'
import type { KeyService } from '../keys/index.ts'
import { makePairingCode, pairingCode } from '../pairing/index.ts'
import type { Authenticate } from '../platform/http/access.ts'
import { languageOf } from '../platform/http/language.ts'
import { commandId, perform, valueOf } from '../platform/http/perform.ts'
import type { Db } from '../platform/database.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse } from '../platform/refusal.ts'
import { nameIn } from './name.ts'
import { isStationToken, pairStation, showToken, tokenHash } from './pairing.ts'
import { findStationByToken, listStations } from './queries.ts'
import * as schema from './schema.ts'
import { simulateHands } from './simulation.ts'
import { approveStation, revokeStation } from './station.ts'
import type { Stations } from './stations.ts'

/** Proves a paired station's token. */
export const authenticateStation =
  ({ db }: Pick<Platform, 'db'>): Authenticate =>
  async (request) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '')
    if (!token || !isStationToken(token)) return undefined
    const stationId = await findStationByToken(db, tokenHash(token))
    return stationId ? { kind: 'station', stationId } : undefined
  }

export interface StationNeeds {
  stations: Stations
  keys: KeyService
  isSimulated: boolean
  /** what each station's devices are at, by station */
  deviceWork: (db: Db) => Promise<ReadonlyMap<string, schema.DeviceWork[]>>
}

const DESK = ['administrator', 'card-operator'] as const
const SIMULATION = ['station-unknown', 'station-not-simulated', 'station-down', 'device-fault'] as const
const PAIRING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } }

export const stationRoutes =
  (
    platform: Platform,
    { stations, keys, isSimulated, deviceWork }: StationNeeds,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform

    app.get(
      STATION_SOCKET_PATH.replace('/api/v1', ''),
      {
        websocket: true,
        schema: { summary: "A paired station's WebSocket", response: { 101: Type.Null() } },
        config: { access: ['station'], refusals: [] },
      },
      (socket, request) => {
        if (request.actor.kind === 'station') stations.accept(request.actor.stationId, socket)
      },
    )

    app.get(
      '/stations',
      {
        schema: {
          summary: 'Stations, their devices and what these are at',
          response: { 200: schema.Stations },
        },
        config: { access: ['staff'], refusals: [] },
      },
      async (request) => {
        const language = languageOf(request)
        const [all, work] = await Promise.all([listStations(db, clock.now()), deviceWork(db)])
        return {
          stations: all.map((station) => ({
            ...station,
            name: nameIn(language, station.name),
            work: work.get(station.id) ?? [],
          })),
        }
      },
    )

    app.post(
      '/stations/pairing-codes',
      {
        schema: {
          summary: 'Make a one-time code that pairs a station',
          body: schema.NewPairingCode,
          response: { 200: schema.PairingCode },
        },
        config: { access: DESK, refusals: ['simulation-off'] },
      },
      async (request) => {
        const { simulated } = request.body
        const offered = await perform(request, async (work) => {
          if (simulated && !isSimulated) return refuse('simulation-off')
          return accept(await makePairingCode(work, keys, { kind: 'station', simulated }))
        })
        return { ...offered, code: pairingCode(keys, commandId(request)) }
      },
    )

    app.post(
      '/stations/pair',
      {
        schema: {
          summary: 'Pair a station with its one-time code',
          body: schema.PairStation,
          response: { 200: schema.PairedStation },
        },
        config: {
          access: ['public'],
          refusals: ['pairing-code-wrong', 'station-name-taken'],
          ...PAIRING_LIMIT,
        },
      },
      async (request) => {
        const paired = await perform(request, (work) => pairStation(work, keys, request.body))
        return { stationId: paired.stationId, token: showToken(keys, paired, request.body.code) }
      },
    )

    app.post(
      '/stations/:stationId/approve',
      {
        schema: {
          summary: 'Say whether factory blanks may be encoded at a station',
          params: schema.StationParams,
          body: schema.ApproveStation,
          response: { 200: schema.Station },
        },
        config: { access: ['administrator'], refusals: ['station-unknown'] },
      },
      (request) => perform(request, (work) => approveStation(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/stations/:stationId/revoke',
      {
        schema: {
          summary: 'Stop a station for good',
          params: schema.StationParams,
          response: { 200: schema.Station },
        },
        config: { access: ['administrator'], refusals: ['station-unknown'] },
      },
      (request) => perform(request, (work) => revokeStation(work, request.params)),
    )

    if (!isSimulated) return

    app.post(
      '/stations/:stationId/simulate',
      {
        schema: {
          summary: 'Do with simulated devices what hands do with real ones',
          params: schema.StationParams,
          body: schema.Simulate,
          response: { 200: schema.Drawer },
        },
        config: { access: ['staff', 'kiosk'], refusals: SIMULATION },
      },
      async (request) => {
        const { action } = request.body
        const hands = { ...request.params, action, now: clock.now() }
        return valueOf(request, await simulateHands({ db, stations }, hands))
      },
    )

    app.get(
      '/stations/:stationId/drawer',
      {
        schema: {
          summary: "The virtual cards in a simulated station's drawer",
          params: schema.StationParams,
          response: { 200: schema.Drawer },
        },
        config: { access: ['staff', 'kiosk'], refusals: SIMULATION },
      },
      async (request) => {
        const hands = { ...request.params, action: { kind: 'list-drawer' as const }, now: clock.now() }
        return valueOf(request, await simulateHands({ db, stations }, hands))
      },
    )
  }
