// `npm run check`, step “architecture”: applies test/architecture/rules.ts to the repository and
// prints each finding as path:line, rule, and what is wrong.
import { readSources } from '../../test/architecture/repository.ts'
import { checkArchitecture } from '../../test/architecture/rules.ts'

const files = readSources()
const findings = checkArchitecture(files)
for (const { path, line, rule, says } of findings) console.log(`${path}:${line}  [${rule}] ${says}`)
console.log(`${files.length} files, ${findings.length} findings`)
process.exit(findings.length === 0 ? 0 : 1)
