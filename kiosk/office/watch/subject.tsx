import { Link } from '@tanstack/react-router'
import type { WatchSubject } from '../../api/watch.ts'
import { useLanguage } from '../../i18n/language.ts'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** Whom or what figures are about: a member by a link, whatever else by its name. */
export function SubjectName({ subject }: { subject: WatchSubject }) {
  const text = useText()
  const language = useLanguage()
  const { memberId, till, cashier, counter, gift, person, partner } = subject
  const names = [till, counter, gift, person, partner].flatMap((named) =>
    named === null ? [] : [language === 'en' ? named.name.en : named.name.zh],
  )
  const words = [...names, ...(cashier === null ? [] : [text('subject.cashier', { cashier })])].join(' · ')
  return (
    <>
      {memberId === null ? null : <MemberLink memberId={memberId} />}
      {memberId !== null && words !== '' ? ' · ' : null}
      {words}
    </>
  )
}

/** A member as the office names one whose page is not open: by the end of their id. */
function MemberLink({ memberId }: { memberId: string }) {
  const text = useText()
  const words = `${text('subject.member')} …${memberId.slice(-6)}`
  if (!useMay(managers)) return words
  return (
    <Link to="/members/$memberId" params={{ memberId }}>
      {words}
    </Link>
  )
}
