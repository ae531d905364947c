import type { Static } from 'typebox'
import type * as schema from '../../server/reports/schema.ts'
import { read, write } from './route.ts'

export type PointsReport = schema.Report
export type MonthOfPoints = schema.MonthOfPoints
export type EarnedMonth = schema.EarnedMonth
export type JoinedMonth = schema.JoinedMonth
export type Amounts = schema.Amounts

export const getPointsReport = read<PointsReport>()('/api/v1/reports/points')
export const setPointsWorth = write<schema.NewWorth, Static<typeof schema.WorthSet>>()(
  'POST',
  '/api/v1/reports/points/worth',
)
export const pointsReportFile = (
  name: 'points.csv' | 'points.xlsx' | 'points.pdf',
  language: string,
): string => `/api/v1/reports/points/${name}?language=${language === 'en' ? 'en' : 'zh-CN'}`
