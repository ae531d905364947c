import { getVersion, getVersions, type VersionSummary } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { ICONS, TONES } from './holds.ts'
import { Changes } from './rules/changes.tsx'
import { useText } from './texts.ts'

/** What held, holds and is to come. */
export function Versions({ programmeId }: { programmeId: string }) {
  const text = useText()
  const versions = useRead(getVersions, { params: { id: programmeId } })
  return (
    <Section title={text('versions.title')}>
      <Trouble of={[versions]} />
      {versions.data ? <VersionTable programmeId={programmeId} versions={versions.data.versions} /> : null}
    </Section>
  )
}

function VersionTable({
  programmeId,
  versions,
}: {
  programmeId: string
  versions: readonly VersionSummary[]
}) {
  const text = useText()
  return (
    <Table
      caption={text('versions.title')}
      rows={versions}
      keyOf={({ version }) => String(version)}
      columns={[
        {
          title: text('versions.version'),
          cell: ({ version }) => (
            <DialogButton
              label={text('versions.show', { version })}
              title={text('versions.show', { version })}
              kind="quiet"
            >
              {() => <VersionSaid programmeId={programmeId} version={version} />}
            </DialogButton>
          ),
        },
        { title: text('versions.from'), cell: ({ startsAt }) => <DateTime at={startsAt} /> },
        {
          title: text('versions.holds'),
          cell: ({ holds }) => (
            <Badge tone={TONES[holds]} icon={ICONS[holds]}>
              {text(`versions.${holds}`)}
            </Badge>
          ),
        },
        { title: text('versions.note'), cell: ({ note }) => note },
        { title: text('versions.submitted'), cell: ({ submitted }) => submitted?.by },
        {
          title: text('versions.approved'),
          cell: ({ approved, aloneReason }) => [approved?.by, aloneReason].filter(Boolean).join(': '),
        },
      ]}
    />
  )
}

function VersionSaid({ programmeId, version }: { programmeId: string; version: number }) {
  const text = useText()
  const language = useLanguage()
  const found = useRead(getVersion, { params: { id: programmeId, version: String(version) } })
  if (!found.data) return <Trouble of={[found]} />
  const { words, changes } = found.data
  return (
    <>
      <ol className="rule-list">
        {words.map(({ key, zh, en }) => (
          <li key={key}>{language === 'en' ? en : zh}</li>
        ))}
      </ol>
      {version === 1 ? null : (
        <>
          <h3>{text('versions.changed')}</h3>
          <Changes of={changes} />
        </>
      )}
    </>
  )
}
