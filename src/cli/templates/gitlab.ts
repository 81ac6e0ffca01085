import { ciReports, conformanceCommand, installCommand, installComment, type Template } from './template.ts';

const path = '.gitlab-ci.clouddb-conformance.yml';

/** A file to include in a GitLab pipeline. A repository may have a `.gitlab-ci.yml` already. */
export const gitlabPipeline = (version: string): Template => ({
  path,
  next: `GitLab: add "include: [{ local: ${path} }]" to .gitlab-ci.yml, and under Settings > CI/CD > Variables set CLOUDDB_TARGET, CLOUDDB_ACCOUNT and CLOUDDB_TOKEN (masked).`,
  text: `# Runs the conformance suite against a deployed implementation. Add to .gitlab-ci.yml:
#   include:
#     - local: ${path}
# It needs, under Settings > CI/CD > Variables: CLOUDDB_TARGET (root URL, without the version), CLOUDDB_ACCOUNT, and
# CLOUDDB_TOKEN (masked). One that is missing fails the job before anything is sent.
# All other options are in clouddb-conformance.config.yaml.
clouddb-conformance:
  stage: test
  image: node:22
  timeout: 45 minutes
  # Two runs at a time would interfere with each other's instances.
  resource_group: clouddb-conformance
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    # GitLab leaves out a variable that is not set. Without this line the suite would run without it.
    - ': "\${CLOUDDB_TARGET:?}" "\${CLOUDDB_ACCOUNT:?}" "\${CLOUDDB_TOKEN:?}"'
${installComment.map((line) => `    # ${line}`).join('\n')}
    - ${installCommand(version)}
    - ${conformanceCommand}
  artifacts:
    # Also when the run failed: the reports say why.
    when: always
    paths:
${Object.values(ciReports)
  .map((file) => `      - ${file}`)
  .join('\n')}
    reports:
      junit: ${ciReports.junit}
`,
});
