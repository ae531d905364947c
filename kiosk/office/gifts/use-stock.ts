import { useQueries } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { getGifts, getPlaceStock } from '../../api/gifts.ts'
import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'

/** The catalogue, the places, and how many pieces of each gift lie free at each place. */
export function useStock() {
  const gifts = useRead(getGifts)
  const places = useRead(getPlaces)
  const list = places.data?.places ?? []
  const stocks = useQueries({
    queries: list.map(({ id }) => ({
      queryKey: [getPlaceStock.path, { params: { id } }],
      queryFn: ({ signal }: { signal: AbortSignal }) => call(getPlaceStock, { params: { id }, signal }),
    })),
  })
  const onHand = (placeId: string, giftId: string) =>
    stocks[list.findIndex(({ id }) => id === placeId)]?.data?.stock.find(({ gift }) => gift.id === giftId)
      ?.onHand ?? 0
  return {
    gifts: gifts.data?.gifts ?? [],
    places: list,
    onHand,
    isReady: gifts.isSuccess && places.isSuccess && stocks.every(({ isSuccess }) => isSuccess),
    questions: [gifts, places, ...stocks],
  }
}
