import { Link, useParams } from '@tanstack/react-router'
import { getMember, type MemberDetails } from '../../api/members.ts'
import { getProgramme } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime, Points } from '../../ui/amounts.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { MemberPictures } from '../capture/member-pictures.tsx'
import { ComplaintSection } from '../complaints/complaint-section.tsx'
import { LevelSection } from '../levels/level-section.tsx'
import { Page } from '../page.tsx'
import { IntroductionSection } from '../referrals/introduction-section.tsx'
import { ReminderSection } from '../reminders/reminder-section.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { carriers, managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { VoucherSection } from '../vouchers/voucher-section.tsx'
import { MemberCorrections } from './corrections.tsx'
import { MemberCards } from './member-cards.tsx'
import { PointsHistory } from './points-history.tsx'
import { useText } from './texts.ts'

export function MemberPage() {
  const text = useText()
  const { memberId = '' } = useParams({ strict: false })
  const mayCorrect = useMay(managers)
  const mayRemind = useMay(carriers)
  const member = useRead(getMember, { params: { memberId } })
  return (
    <Page
      title={text('title')}
      lead={useLead(member.data)}
      help={text('member.help')}
      back={<Link to="/members">{text('back')}</Link>}
    >
      <Trouble of={[member]} />
      {member.data ? (
        <>
          <Who member={member.data} />
          <LevelSection memberId={memberId} />
          <MemberCards cards={member.data.cards} />
          <VoucherSection memberId={memberId} />
          <PointsHistory memberId={memberId} />
          {mayCorrect ? <MemberCorrections memberId={memberId} /> : null}
          <IntroductionSection memberId={memberId} />
          {mayRemind ? <ReminderSection memberId={memberId} /> : null}
          {mayCorrect ? <ComplaintSection memberId={memberId} /> : null}
          <MemberPictures member={member.data} />
          <Consents consents={member.data.consents} />
        </>
      ) : null}
    </Page>
  )
}

function useLead(member: MemberDetails | undefined) {
  const text = useText()
  if (!member) return undefined
  const inUse = member.cards.filter(({ state }) => state === 'active').length
  return text('member.lead', { spendable: member.points.spendable, count: inUse })
}

function Who({ member }: { member: MemberDetails }) {
  const text = useText()
  const nameOf = useName()
  const { date } = useFormats()
  const programme = useRead(getProgramme, { params: { id: member.programmeId } })
  const level = programme.data?.rules.levels.find(({ code }) => code === member.level)
  return (
    <Section title={`${member.identity.name} · ${member.identity.phone}`}>
      <Stats>
        <Stat label={text('points.spendable')}>
          <Points points={member.points.spendable} />
        </Stat>
        <Stat label={text('points.held')}>
          <Points points={member.points.held} />
        </Stat>
        {member.points.owed > 0 ? (
          <Stat label={text('points.owed')}>
            <Points points={member.points.owed} />
          </Stat>
        ) : null}
        <Stat label={text('member.level')}>{level ? nameOf(level) : member.level}</Stat>
        <Stat label={text('member.joined')}>{date(member.joinedAt)}</Stat>
        <Stat label={text('member.pin')}>{text(member.hasPin ? 'member.pin.yes' : 'member.pin.no')}</Stat>
      </Stats>
    </Section>
  )
}

function Consents({ consents }: { consents: MemberDetails['consents'] }) {
  const text = useText()
  return (
    <Section title={text('consents.title')}>
      <ul className="plain-list">
        {consents.map(({ textVersion, givenAt }) => (
          <li key={givenAt}>
            {text('consents.line', { version: textVersion })} <DateTime at={givenAt} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
