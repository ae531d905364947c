import { call } from '../api/call.ts'
import { openShift, type BoothDesk } from '../api/drives.ts'
import { useChange } from '../api/reading.ts'
import { useName } from '../i18n/names.ts'
import { Button } from '../ui/button.tsx'
import { Notice, ProblemNotice } from '../ui/notice.tsx'
import { Stat, Stats } from '../ui/stat.tsx'
import { useText } from './texts.ts'

export function OpenShift({ desk }: { desk: BoothDesk }) {
  const text = useText()
  const nameOf = useName()
  const boothId = desk.booth.id
  const command = useChange((_: void, commandId) => call(openShift, { params: { boothId }, commandId }))
  return (
    <div className="booth-page">
      <h1>{text('shift.title')}</h1>
      <p className="lead">
        {text('shift.lead', { drive: desk.drive.name, booth: desk.booth.name })}
        {desk.opensAt && desk.closesAt ? (
          <span className="soft figures">
            {' '}
            {text('shift.hours', { opens: desk.opensAt, closes: desk.closesAt })}
          </span>
        ) : null}
      </p>
      <h2>{text('shift.stock')}</h2>
      <Stats>
        <Stat label={text('hand.card')}>{desk.stock.cards}</Stat>
        {desk.stock.gifts.map((gift) => (
          <Stat key={gift.giftId} label={nameOf(gift)}>
            {gift.onHand}
          </Stat>
        ))}
      </Stats>
      {desk.stock.cards === 0 ? (
        <Notice tone="caution" title={text('shift.empty')} todo={text('shift.empty.todo')} />
      ) : null}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <div className="booth-action">
        <Button kind="primary" onPress={() => command.mutate()} isPending={command.isPending}>
          {text('shift.open')}
        </Button>
      </div>
    </div>
  )
}
