import { useAbout, type About } from '../api/about.ts'
import { Button } from '../ui/button.tsx'
import { DriverList } from '../ui/driver-list.tsx'
import { Notice, ProblemNotice } from '../ui/notice.tsx'
import { Table } from '../ui/table.tsx'
import { useUiText } from '../ui/texts.ts'
import { useText } from './texts.ts'

/** Says plainly what is not real here, and who can sign in. */
export function SimulatedSection() {
  const text = useText()
  const uiText = useUiText()
  const about = useAbout()
  return (
    <section aria-labelledby="simulated">
      <h2 id="simulated">{text('simulated.title')}</h2>
      {about.isPending ? <output>{uiText('loading')}</output> : null}
      {about.isError ? (
        <ProblemNotice problem={about.error}>
          <Button onPress={() => void about.refetch()}>{uiText('problem.retry')}</Button>
        </ProblemNotice>
      ) : null}
      {about.data ? <Simulated about={about.data} /> : null}
    </section>
  )
}

function Simulated({ about }: { about: About }) {
  const text = useText()
  return (
    <>
      <div className="statements">
        <Notice
          tone={about.simulated ? 'caution' : 'plain'}
          title={text(about.simulated ? 'simulated.yes' : 'simulated.no')}
          todo={text(about.sampleData ? 'simulated.sample' : 'simulated.empty')}
        >
          <p>{text('simulated.url', { url: about.publicUrl })}</p>
        </Notice>
        <DriverList drivers={about.drivers} />
      </div>
      {about.people.length > 0 ? <People people={about.people} /> : null}
    </>
  )
}

const code = (words: string) => <code>{words}</code>

function People({ people }: { people: About['people'] }) {
  const text = useText()
  return (
    <div className="people">
      <h3>{text('people.title')}</h3>
      <p className="soft">{text('people.words')}</p>
      <Table
        caption={text('people.title')}
        rows={people}
        keyOf={(person) => person.signInName}
        columns={[
          { title: text('people.name'), cell: (person) => person.displayName },
          { title: text('people.sign-in-name'), cell: (person) => code(person.signInName) },
          { title: text('people.password'), cell: (person) => code(person.password) },
        ]}
      />
    </div>
  )
}
