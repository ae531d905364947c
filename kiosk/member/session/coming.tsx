import { call } from '../../api/call.ts'
import { checkMeIn, getMyActivities } from '../../api/kiosks.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { useMine, useMyCommand } from './session-queries.tsx'
import { useSessionText } from './texts.ts'

/** What is on today, that the member has come for and has not said so yet. */
export function Coming() {
  const text = useSessionText()
  const nameOf = useName()
  const activity = useMine(getMyActivities).data?.activities[0]
  const come = useMyCommand((activityId: string, sending) =>
    call(checkMeIn, { params: { activityId }, ...sending }),
  )
  if (come.error) return <ProblemNotice problem={come.error} />
  if (!activity)
    return come.data ? <Notice tone="good" title={text('coming.done', { count: come.data.points })} /> : null
  return (
    <Notice tone="good" title={text('coming.title', { name: nameOf(activity) })}>
      <Button icon="check" isDisabled={come.isPending} onPress={() => come.mutate(activity.id)}>
        {text('coming.do', { count: activity.points })}
      </Button>
    </Notice>
  )
}
