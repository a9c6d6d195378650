// Judges answers as the offline kit does: reads {kit, cases: [answers]} and writes what it says of each.
import { readFileSync } from 'node:fs'
import { judge } from '../../static/src/offline/judge.js'

const { kit, cases } = JSON.parse(readFileSync(0, 'utf-8'))
const told = cases.map((given) => {
  const { shown, kept, problems } = judge(kit, given, true)
  return { shown: [...shown].sort(), kept, problems: problems.map((one) => [one.key, one.instance, one.row, one.code]).sort() }
})
process.stdout.write(JSON.stringify(told))
