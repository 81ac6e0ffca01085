import { ciReports, conformanceCommand, installCommand, installComment, type Template } from './template.ts';

/** A workflow of GitHub Actions. */
export const githubWorkflow = (version: string): Template => ({
  path: '.github/workflows/clouddb-conformance.yml',
  next: 'GitHub: under Settings > Secrets and variables > Actions, set the variables CLOUDDB_TARGET and CLOUDDB_ACCOUNT and the secret CLOUDDB_TOKEN.',
  text: `# Runs the conformance suite against a deployed implementation.
# It needs, under Settings > Secrets and variables > Actions:
#   variables  CLOUDDB_TARGET (root URL, without the version) and CLOUDDB_ACCOUNT
#   secret     CLOUDDB_TOKEN
# One that is missing fails the run (exit code 2) before anything is sent.
# All other options are in clouddb-conformance.config.yaml.
name: clouddb-conformance

on:
  workflow_dispatch:
  push:
    branches: [main]

permissions:
  contents: read

# Two runs at a time would interfere with each other's instances.
concurrency:
  group: clouddb-conformance
  cancel-in-progress: false

jobs:
  conformance:
    runs-on: ubuntu-latest
    timeout-minutes: 45
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - name: Install the conformance suite
${installComment.map((line) => `        # ${line}`).join('\n')}
        run: ${installCommand(version)}
      - name: Run the conformance suite
        run: ${conformanceCommand}
        env:
          CLOUDDB_TARGET: \${{ vars.CLOUDDB_TARGET }}
          CLOUDDB_ACCOUNT: \${{ vars.CLOUDDB_ACCOUNT }}
          CLOUDDB_TOKEN: \${{ secrets.CLOUDDB_TOKEN }}
      - name: Keep the reports
        # Also when the run failed: the reports say why.
        if: \${{ !cancelled() }}
        uses: actions/upload-artifact@v5
        with:
          name: clouddb-conformance
          path: |
${Object.values(ciReports)
  .map((file) => `            ${file}`)
  .join('\n')}
          if-no-files-found: warn
`,
});
