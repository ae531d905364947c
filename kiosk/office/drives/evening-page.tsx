import { useQueries } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getCount, getCountSheet, getDrive, type BoothCount, type CountSheet } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Select } from '../../ui/select.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { useShopDay } from '../shop-day.ts'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { useMay } from '../use-may.ts'
import { BoothEvening } from './booth-evening.tsx'
import { BoothMoves } from './booth-moves.tsx'
import { dayShown } from './drive-days.ts'
import { OffBooksSection } from './off-books.tsx'
import { useText } from './texts.ts'
import './drives.css'

export function EveningPage() {
  const text = useText()
  const { day: inWords } = useFormats()
  const { driveId = '' } = useParams({ strict: false })
  const today = useShopDay()
  const [chosenDay, setDay] = useState<string>()
  const drive = useRead(getDrive, { params: { driveId } })
  const day = chosenDay ?? (drive.data ? dayShown(drive.data, today) : undefined)
  const { sheets, counts, questions } = useEvening(drive.data?.booths.map(({ id }) => id) ?? [], day)
  const mayReadBooks = useMay(managers)
  const line = useLive([`drive:${driveId}`])
  return (
    <Page
      title={text('evening.title', { name: drive.data?.name ?? '…' })}
      lead={useLead(drive.data?.booths.length, counts)}
      help={text('evening.help')}
      line={line}
      back={
        <Link to="/drives/$driveId" params={{ driveId }}>
          {text('evening.back')}
        </Link>
      }
    >
      <Trouble of={[drive, ...questions]} />
      {drive.data ? (
        <div className="narrow-field">
          <Select
            label={text('drive.day')}
            value={day}
            onChange={setDay}
            options={drive.data.days.map(({ day: option }) => ({ value: option, label: inWords(option) }))}
          />
        </div>
      ) : null}
      {sheets.map((sheet) => (
        <BoothEvening
          key={sheet.boothId}
          sheet={sheet}
          count={counts.find(({ countId }) => countId === sheet.countId)}
        />
      ))}
      {sheets.map((sheet) => (
        <BoothMoves key={sheet.boothId} sheet={sheet} />
      ))}
      {mayReadBooks ? sheets.map((sheet) => <OffBooksSection key={sheet.boothId} sheet={sheet} />) : null}
    </Page>
  )
}

/** The count sheet of each booth on a day, and the count where it is done. */
function useEvening(boothIds: readonly string[], day: string | undefined) {
  const sheets = useQueries({
    queries: (day ? boothIds : []).map((boothId) => ({
      queryKey: [getCountSheet.path, boothId, day],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call(getCountSheet, { params: { boothId }, query: { day }, signal }),
    })),
  })
  const counts = useQueries({
    queries: sheets.flatMap(({ data }) => {
      const countId = data?.countId
      if (!countId) return []
      return [
        {
          queryKey: [getCount.path, countId],
          queryFn: ({ signal }: { signal: AbortSignal }) => call(getCount, { params: { countId }, signal }),
        },
      ]
    }),
  })
  return {
    sheets: sheets.flatMap(({ data }): CountSheet[] => (data ? [data] : [])),
    counts: counts.flatMap(({ data }): BoothCount[] => (data ? [data] : [])),
    questions: [...sheets, ...counts],
  }
}

function useLead(count: number | undefined, counts: readonly BoothCount[]) {
  const text = useText()
  if (count === undefined) return undefined
  const signed = counts.filter(({ signedBy }) => signedBy !== null).length
  if (counts.length === 0) return text('evening.lead.none', { count })
  if (signed === count) return text('evening.lead.all', { count })
  return text('evening.lead.some', { count, counted: counts.length, signed })
}
