import type { Json } from '../../../src/model/json.ts';
import { code, gridTable, pageOf } from './form.ts';
import { operationsIn } from './pages.ts';

type Row = readonly [string, string, string];

/** What is special to a page with one operation. */
export interface PageForm {
  readonly anchor?: string;
  readonly title?: string;
  readonly method?: string;
  readonly path?: string;
  /** Name, description, required. */
  readonly attributes?: readonly Row[];
  readonly prose?: readonly string[];
  readonly examples: readonly Json[];
}

const pageWith = ({
  anchor = 'post-lend-desk-loans',
  title = 'Lend a thing',
  method = 'POST',
  path = '/desk/loans',
  attributes = [],
  prose = [],
  examples,
}: PageForm): string =>
  pageOf(
    `.. _${anchor}:\n\n${title}\n${'='.repeat(title.length)}`,
    code(`${method} ${path}`),
    'The response codes:',
    gridTable(
      ['Code', 'Name', 'Description'],
      [
        ['200', 'OK', 'Done.'],
        ['400', 'Bad Request', 'Not understood.'],
      ],
    ),
    ...(attributes.length === 0
      ? []
      : ['Required and optional attributes:', gridTable(['Name', 'Description', 'Required'], attributes)]),
    ...prose,
    'Request\n-------',
    ...examples.flatMap((body, index) => [
      `**Example ${index + 1}: JSON request**`,
      code(`${method} ${path} HTTP/1.1`, '', JSON.stringify(body)),
    ]),
  );

/** What such pages say, each in a file of its own. */
export const readForms = async (forms: readonly PageForm[]) =>
  (await Promise.all(forms.map((form, index) => operationsIn(pageWith(form), `page${index}.rst`)))).flat();
