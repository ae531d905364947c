import { ButtonLink } from '../ui/button.tsx'
import { CardPicture } from '../ui/card-picture.tsx'
import { Guilloche } from '../ui/guilloche.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { JobSection } from './job-section.tsx'
import { SimulatedSection } from './simulated-section.tsx'
import { useText } from './texts.ts'
import './start.css'

/** The page at `/`: what this is, what of it is simulated, and the whole job in order. */
export function StartPage() {
  const text = useText()
  useTitle(text('title'))
  return (
    <div className="start">
      <TopBar />
      <main>
        <section className="hero">
          <div className="hero-words">
            <h1>{text('hero.title')}</h1>
            <p className="lead">{text('hero.lead')}</p>
            <p>
              <ButtonLink kind="primary" href="/office/" icon="arrow">
                {text('hero.start')}
              </ButtonLink>
            </p>
          </div>
          <div className="hero-cards">
            <Guilloche />
            <div className="hero-card behind">
              <CardPicture designId="diamond" name={text('hero.diamond')} />
            </div>
            <div className="hero-card">
              <CardPicture designId="gold" name={text('hero.gold')} />
            </div>
          </div>
        </section>
        <JobSection />
        <SimulatedSection />
      </main>
      <footer className="start-foot">
        <a href="/docs">{text('foot.api')}</a>
      </footer>
    </div>
  )
}
