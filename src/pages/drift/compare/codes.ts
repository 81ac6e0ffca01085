import { driftFinding, noteFinding, nowOnPage, type PageComparison, quoted } from '../finding.ts';

/** Every response code and its name, on both sides. */
export const codes: PageComparison = {
  id: 'codes',
  run({ operation, pages }) {
    const rows = pages.flatMap((page) => page.codes);
    const onPage = rows.flatMap((row) => {
      const response = operation.responses.find(({ code }) => code === row.code);
      if (!response)
        return [
          driftFinding(
            'code-not-in-document',
            row.place,
            operation.pointer,
            `The document has no response ${row.code} (${row.name}).`,
          ),
        ];
      const { pointer, name, notOnPage } = response;
      if (notOnPage !== undefined)
        return [nowOnPage(row.place, pointer, `the response ${row.code}`, notOnPage)];
      if (name === undefined)
        return [
          noteFinding(
            'code-without-name',
            row.place,
            pointer,
            `The document gives ${row.code} no name (x-name).`,
          ),
        ];
      if (name === row.name) return [];
      const message = `The page calls ${row.code} ${quoted(row.name)}, the document ${quoted(name)}.`;
      return [driftFinding('code-renamed', row.place, pointer, message)];
    });
    const place = pages[0].codesPlace ?? pages[0].place;
    const onlyInDocument = operation.responses
      .filter(({ code, notOnPage }) => notOnPage === undefined && !rows.some((row) => row.code === code))
      .map(({ code, pointer }) => {
        const example = pages
          .flatMap(({ responses }) => responses)
          .find(({ start }) => start.kind === 'response' && start.status === code);
        // Pages contradict themselves: the document may have both codes.
        if (example)
          return noteFinding(
            'code-only-in-example',
            example.place,
            pointer,
            `The page's table has no response code ${code}; only this example has it.`,
          );
        return driftFinding(
          'code-not-on-page',
          place,
          pointer,
          `The page's table has no response code ${code}.`,
        );
      });
    return [...onPage, ...onlyInDocument];
  },
};
