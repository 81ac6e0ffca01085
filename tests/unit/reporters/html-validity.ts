import { HtmlValidate } from 'html-validate';

/** The HTML standard's content models, attributes and references, and what it asks of accessible pages. */
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // What a target sends may end in spaces.
    'no-trailing-whitespace': 'off',
    // The headline says all that every format says.
    'long-title': 'off',
    // The standard allows every id without white space; a case's fragment is the id that people know.
    'valid-id': ['error', { relaxed: true }],
    // The form sends nothing: it filters while one types.
    'wcag/h32': 'off',
  },
});

/** What the HTML standard has against a page; and whether it could be made to load or run anything. */
export function htmlErrors(text: string): string[] {
  const { results } = validator.validateStringSync(text);
  return [
    ...results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${line}: ${message} (${ruleId})`),
    ),
    ...foreign(text),
  ];
}

/** The page has one style sheet and one script, both its own, and nothing that is fetched. */
function foreign(text: string): string[] {
  const found = [...text.matchAll(/<(script|style|link|img|iframe|object|embed|base)\b[^>]*>/g)].map(
    ([tag]) => tag,
  );
  const elsewhere = [...text.matchAll(/<[^>]*\b(?:href="(?!#)|src=|style=|on\w+=)[^>]*>/g)].map(
    ([tag]) => tag,
  );
  return [...found.filter((tag) => tag !== '<style>' && tag !== '<script>').concat(elsewhere)].concat(
    found.length === 2 ? [] : [`${found.length} style sheets and scripts, not 2`],
  );
}
