import type { HeaderList } from '../../model/exchange.ts';
import type { RecordedBody, RecordedExchange } from '../../model/result.ts';
import { line, visible } from '../../util/text.ts';
import { type Content, html, type Markup, noMarkup, safeText } from './markup.ts';

/** Enough of an exchange to see what is wrong with it; the JSON report has the rest. */
const bodyLimit = 4000;
const headerLimit = 500;
const maximumHeaders = 60;
const curlLimit = 16_384;

/**
 * One exchange as it goes over the wire, then the line that repeats it. Few elements, as there may be thousands; a
 * line break in a header is escaped, so nothing before the empty line can be the body's.
 */
export function exchangeMarkup({
  request,
  response,
  error,
  curl,
  attempt,
  durationMs,
}: RecordedExchange): Markup {
  const sent = attempt > 1 ? [`attempt ${attempt}`] : [];
  const taken = [`after ${Math.round(durationMs)} ms`];
  return html`<div class="exchange"><pre>${safeText(request.method)} ${safeText(request.url, 2 * headerLimit)}${headerLines(request.headers)}${bodyMarkup(request.body, sent)}</pre>
${
  response
    ? html`<pre>HTTP/${safeText(response.httpVersion)} ${response.status} ${safeText(response.statusText)}${headerLines(response.headers)}${bodyMarkup(response.body, taken)}</pre>`
    : html`<p class="empty">No answer, ${taken}.</p>`
}${error === undefined ? noMarkup : html`<p class="error">${safeText(error, 2000)}</p>`}
${curlMarkup(curl)}</div>
`;
}

/** All exchanges of a case. */
export function exchangesMarkup(exchanges: readonly RecordedExchange[]): Content {
  return exchanges.length === 0
    ? html`<p class="empty">Nothing was sent.</p>`
    : exchanges.map(exchangeMarkup);
}

/** The line to copy. One that this page could only show cut or escaped would not do what it says. */
function curlMarkup(curl: string): Markup {
  if (curl.length > curlLimit)
    return html`<p class="empty">The curl line has ${curl.length} characters; it stands in the JSON report.</p>`;
  if (visible(curl) !== curl)
    return html`<p class="empty">The curl line holds characters that are shown as escapes here; the JSON report has it as it is.</p><pre class="curl">${safeText(curl, curlLimit)}</pre>`;
  return html`<pre class="curl copy">${curl}</pre>`;
}

function headerLines(headers: HeaderList): Content {
  const more = headers.length - maximumHeaders;
  return [
    ...headers.slice(0, maximumHeaders).map(
      ([name, value]) => html`
${safeText(name, headerLimit)}: ${safeText(value, headerLimit)}`,
    ),
    ...(more > 0 ? [`\n… ${more} more header fields`] : []),
  ];
}

/** The body after an empty line, and in small print what there is to know of it. */
function bodyMarkup(body: RecordedBody | null, facts: readonly string[]): Markup {
  if (body === null)
    return html`
<small>${['no body', ...facts].join(', ')}</small>`;
  const { bytes, sha256, encoding, text, truncated } = body;
  const whole = !truncated && text.length <= bodyLimit;
  const size = [
    `${bytes} bytes`,
    ...(encoding === 'base64' ? ['not UTF-8, shown as base64'] : []),
    ...(whole ? [] : [`shortened here, sha256 ${line(sha256)}`]),
    ...facts,
  ].join(', ');
  return html`

${safeText(text, bodyLimit, '\n')}
<small>${size}</small>`;
}
