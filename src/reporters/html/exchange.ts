import type { HeaderList } from '../../model/exchange.ts';
import type { RecordedBody, RecordedExchange } from '../../model/result.ts';
import { line, visible } from '../../util/text.ts';
import { type Content, html, type Markup, noMarkup, safeText } from './markup.ts';

/** Enough of an exchange to see what is wrong; the JSON report has the rest. */
const bodyLimit = 4000;
const headerLimit = 500;
const maximumHeaders = 60;
const curlLimit = 16_384;

/**
 * One exchange as sent and received, then the curl line. Few elements, because there may be thousands of
 * exchanges. Line breaks in headers are escaped, so the first empty line is where the body starts.
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

/** The curl line. It is offered for copying only if the page can show it complete and unescaped. */
function curlMarkup(curl: string): Markup {
  if (curl.length > curlLimit)
    return html`<p class="empty">The curl line has ${curl.length} characters; see the JSON report.</p>`;
  if (visible(curl) !== curl)
    return html`<p class="empty">Some characters of the curl line are shown escaped here; copy it from the JSON report.</p><pre class="curl">${safeText(curl, curlLimit)}</pre>`;
  return html`<pre class="curl copy">${curl}</pre>`;
}

function headerLines(headers: HeaderList): Content {
  const more = headers.length - maximumHeaders;
  return [
    ...headers
      .slice(0, maximumHeaders)
      .map(([name, value]) => ['\n', safeText(name, headerLimit), ': ', safeText(value, headerLimit)]),
    ...(more > 0 ? [`\n… ${more} more header fields`] : []),
  ];
}

/** The body after an empty line, then its size and encoding in small print. */
function bodyMarkup(body: RecordedBody | null, facts: readonly string[]): Markup {
  if (body === null)
    return html`
<small>${['no body', ...facts].join(', ')}</small>`;
  const { bytes, sha256, encoding, text, truncated } = body;
  const whole = !truncated && text.length <= bodyLimit;
  const size = [
    `${bytes} bytes`,
    ...(encoding === 'base64' ? [text === '' ? 'not text' : 'not UTF-8, shown as base64'] : []),
    ...(whole ? [] : [`${text === '' ? 'not shown' : 'shortened here'}, sha256 ${line(sha256)}`]),
    ...facts,
  ].join(', ');
  return html`

${safeText(text, bodyLimit, '\n')}
<small>${size}</small>`;
}
