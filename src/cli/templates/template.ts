/** A file that `init` writes. */
export interface Template {
  /** Its path, from the root of a repository. */
  readonly path: string;
  readonly text: string;
  /** What the user has to do next. */
  readonly next: string;
}

/** The file that `npm pack` makes of the suite. */
export const packedFile = (version: string): string => `clouddb-conformance-${version}.tgz`;

/**
 * How CI installs the suite. The path begins with `./`, so npm never asks a registry for it. The package is not
 * published: anyone who registered its name could run code beside the token of the target.
 */
export const installCommand = (version: string): string => `npm install --no-save ./${packedFile(version)}`;

/** The reports that CI keeps: for programs, for the CI service, and for people. `action.yml` writes the same. */
export const ciReports = {
  json: 'clouddb-conformance.json',
  junit: 'clouddb-conformance.xml',
  html: 'clouddb-conformance.html',
};

const reportOptions = Object.entries(ciReports).map(([format, file]) => `--report ${format}=${file}`);

/** How CI runs the suite. The path, unlike `npx`, fetches nothing when the suite is not installed. */
export const conformanceCommand = `./node_modules/.bin/clouddb-conformance run ${reportOptions.join(' ')}`;

/** Stands above the install command of each workflow. */
export const installComment: readonly string[] = [
  'The suite is not published, so it is installed from a file: run `npm pack` in a checkout of the suite and',
  'commit the file here. After a release of the suite, this is the one line to change.',
];
