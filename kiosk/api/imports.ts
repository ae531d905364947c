import type { Static } from 'typebox'
import type * as schema from '../../server/imports/schema.ts'
import { read, write } from './route.ts'

export type Import = schema.Import
export type ImportKind = schema.ImportKind
export type ImportOptions = schema.ImportOptions
export type ImportState = schema.ImportState
export type Field = schema.Field
export type Head = schema.Head
export type Claim = schema.Claim
type ImportId = { importId: string }

export const getImports = read<Static<typeof schema.Imports>>()('/api/v1/imports')
export const getImport = read<Import>()('/api/v1/imports/:importId')
export const getHead = read<Head>()('/api/v1/imports/:importId/head')
export const getFaults = read<Static<typeof schema.Faults>>()('/api/v1/imports/:importId/faults')
export const beginImport = write<Static<typeof schema.NewImport>, ImportId>()('POST', '/api/v1/imports')
export const sendPiece = write<Static<typeof schema.Piece>, ImportId>()(
  'POST',
  '/api/v1/imports/:importId/pieces',
)
export const finishReceiving = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/received')
export const checkImport = write<ImportOptions, ImportId>()('POST', '/api/v1/imports/:importId/check')
export const startImport = write<{ aloneReason?: string }, ImportId>()(
  'POST',
  '/api/v1/imports/:importId/start',
)
export const pauseImport = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/pause')
export const resumeImport = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/resume')
export const cancelImport = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/cancel')
export const undoImport = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/undo')
export const discardImport = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/discard')
export const forgetFile = write<undefined, ImportId>()('POST', '/api/v1/imports/:importId/forget-file')
export const claimCustomer = write<Claim, schema.Claimed>()('POST', '/api/v1/imported-customers/claim')

export const faultsAddress = (importId: string, language: string): string =>
  `/api/v1/imports/${importId}/faults.csv?language=${language === 'en' ? 'en' : 'zh-CN'}`

/** As the server wants files cut; the last piece is what is left. */
export const PIECE_BYTES = 524_288
