import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/button.css'
import '../ui/icon.css'
import '../ui/card-picture.css'
import '../ui/top-bar.css'
import './tap.css'
import { onLanguageChange } from '../i18n/language.ts'
import { startTheme } from '../ui/theme.ts'
import { startChecking, type Finding } from './checking.ts'
import { drawPage } from './page.ts'

const place = document.getElementById('page')
if (!place) throw new Error('the document has no #page')

let finding: Finding = { kind: 'none' }
const draw = () => drawPage(place, finding, checking)
const checking = startChecking((found) => {
  finding = found
  draw()
})

startTheme()
checking.begin()
draw()
onLanguageChange(draw)
