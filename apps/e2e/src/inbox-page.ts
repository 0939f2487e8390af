/** A notice as it arrived: a mail, or the body of a webhook with the headers that are ours. */
export type Arrived =
  | { kind: 'mail'; at: Date; subject: string; from: string; to: string; text: string; html: string }
  | { kind: 'webhook'; at: Date; subject: string; headers: Record<string, string>; body: string };

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in HTML: nothing that arrived is markup of the page. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const style = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
  body { max-width: 900px; margin: 24px auto; padding: 0 20px }
  article { border-top: 1px solid #8888; padding: 16px 0 }
  h2 { font-size: 16px; margin: 0 }
  p { margin: 4px 0; opacity: .75 }
  pre { white-space: pre-wrap; overflow: auto; overflow-wrap: anywhere; max-height: 300px; margin: 8px 0; padding: 8px 12px; border: 1px solid #8888 }
  iframe { width: 100%; height: 480px; border: 1px solid #8888; background: #fff }`;

function shown(arrived: Arrived): string {
  const head = (how: string) =>
    `<h2>${escaped(arrived.subject)}</h2><p>${how}, arrived ${escaped(arrived.at.toLocaleTimeString('en-GB'))}</p>`;
  if (arrived.kind === 'mail') {
    const { from, to, text, html } = arrived;
    return `<article>${head(`E-mail from ${escaped(from)} to ${escaped(to)}`)}
      <iframe title="${escaped(arrived.subject)}" sandbox srcdoc="${escaped(html)}"></iframe>
      <pre>${escaped(text)}</pre></article>`;
  }
  const headers = Object.entries(arrived.headers).map(([name, value]) => `${name}: ${value}`);
  const body = JSON.stringify(JSON.parse(arrived.body), null, 2);
  return `<article>${head('Webhook')}
    <pre>${escaped([...headers, '', body].join('\n'))}</pre></article>`;
}

/** The page of the inbox, newest first. */
export function inboxPage(arrived: readonly Arrived[]): string {
  const entries = arrived.map(shown).reverse().join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="10">
<title>${arrived.length} arrived · Inbox</title>
<style>${style}</style>
<h1>Inbox of the demo</h1>
<p>Notices of Retry Desk as they arrived on this machine, by e-mail and by webhook. The page reloads every ten seconds.</p>
${entries || '<p>Nothing yet: a notice is sent once a cause has had no new job for a minute.</p>'}
</html>
`;
}
