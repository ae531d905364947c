import { useName } from '../../i18n/names.ts'
import { getPeople } from '../../api/staff.ts'
import { useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { useStock } from '../gifts/use-stock.ts'
import type { PartProps, Plan } from './plan.ts'
import { useText } from './texts.ts'

const toggled = (ids: readonly string[], id: string, isIn: boolean) =>
  isIn ? [...ids, id] : ids.filter((other) => other !== id)

export function TeamPart({ plan: { team }, change }: PartProps) {
  const text = useText()
  const people = useRead(getPeople)
  return (
    <FormPart title={text('new.team')} help={text('new.team.help')}>
      <div className="choices">
        {(people.data?.people ?? []).map(({ id, displayName }) => (
          <Checkbox
            key={id}
            isSelected={team.includes(id)}
            onChange={(isIn) => change({ team: toggled(team, id, isIn) })}
          >
            {displayName}
          </Checkbox>
        ))}
      </div>
    </FormPart>
  )
}

export function SourcesPart({ plan: { sources }, change }: PartProps<Pick<Plan, 'sources'>>) {
  const text = useText()
  const nameOf = useName()
  const set = (code: string, part: object) =>
    change({ sources: sources.map((source) => (source.code === code ? { ...source, ...part } : source)) })
  const freeCode = () => {
    let number = sources.length + 1
    while (sources.some(({ code }) => code === `source-${number}`)) number += 1
    return `source-${number}`
  }
  return (
    <FormPart title={text('new.sources')} help={text('new.sources.help')}>
      {sources.map((source) => (
        <div className="form-row" key={source.code}>
          <RequiredText
            label={text('new.source-zh')}
            value={source.nameZh}
            onChange={(nameZh) => set(source.code, { nameZh })}
            maxLength={60}
          />
          <RequiredText
            label={text('new.source-en')}
            value={source.nameEn}
            onChange={(nameEn) => set(source.code, { nameEn })}
            maxLength={60}
          />
          {sources.length > 1 ? (
            <Button
              kind="quiet"
              icon="close"
              onPress={() => change({ sources: sources.filter(({ code }) => code !== source.code) })}
            >
              {text('new.remove-source', { name: nameOf(source) })}
            </Button>
          ) : null}
        </div>
      ))}
      <p>
        <Button
          icon="plus"
          onPress={() => change({ sources: [...sources, { code: freeCode(), nameZh: '', nameEn: '' }] })}
        >
          {text('new.add-source')}
        </Button>
      </p>
    </FormPart>
  )
}

export function GiftsPart({ plan: { giftIds }, change }: PartProps<Pick<Plan, 'giftIds'>>) {
  const text = useText()
  const nameOf = useName()
  const { gifts: all, places, onHand } = useStock()
  const gifts = all.filter(({ kind }) => kind === 'goods')
  const rooms = places.filter(({ kind }) => kind === 'store-room')
  const inRooms = (giftId: string) => rooms.reduce((sum, { id }) => sum + onHand(id, giftId), 0)
  return (
    <FormPart title={text('new.gifts')}>
      {gifts.length === 0 ? <p className="soft">{text('new.gifts.none')}</p> : null}
      <div className="choices">
        {gifts.map((gift) => (
          <Checkbox
            key={gift.id}
            isSelected={giftIds.includes(gift.id)}
            onChange={(isIn) => change({ giftIds: toggled(giftIds, gift.id, isIn) })}
          >
            {text('new.gift-stock', { name: nameOf(gift), stock: inRooms(gift.id) })}
          </Checkbox>
        ))}
      </div>
    </FormPart>
  )
}
