import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { openInbox } from '../src/inbox.ts';

const hostileTo = (address: string) =>
  `"'></iframe></pre><script>document.title="owned"</script><img src="${address}" onerror="document.title='owned'">&lt;b&gt; </title>`;

/** Hands a message to a mail server, line by line. */
async function sendMail(address: string, lines: readonly string[]): Promise<void> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  for (const command of ['EHLO test', 'MAIL FROM:<a@example.local>', 'RCPT TO:<b@example.local>', 'DATA']) {
    await once(socket, 'data');
    socket.write(`${command}\r\n`);
  }
  await once(socket, 'data');
  socket.write(`${lines.join('\r\n')}\r\n.\r\nQUIT\r\n`);
  await once(socket, 'end');
  socket.destroy();
}

test('nothing that arrives in the inbox of the demo is markup of its page, runs, or fetches anything', async ({
  page,
}) => {
  const inbox = await openInbox();
  let fetched = 0;
  const elsewhere = createServer((_request, response) => {
    fetched += 1;
    response.end();
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  const { port } = elsewhere.address() as AddressInfo; // a listening TCP server has a port
  const hostile = hostileTo(`http://127.0.0.1:${port}/x`);
  try {
    const html = { 'content-type': 'text/html; charset=utf-8' };
    const headers = Object.entries({ from: 'a@example.local', to: 'b@example.local', subject: hostile, ...html });
    const mail = [...headers.map(([name, value]) => `${name}: ${value}`), '', `<p>Mail body</p>${hostile}`];
    await sendMail(inbox.smtpUrl, mail);
    const body = JSON.stringify({ subject: hostile, [hostile]: hostile });
    const send = (text: string) =>
      fetch(inbox.webhookUrl, { method: 'POST', body: text, headers: { 'x-retry-desk-signature': hostile } });
    expect((await send(body)).status).toBe(204);
    expect((await send('no JSON')).status).toBe(400);

    await page.goto(inbox.url);
    await expect(page).toHaveTitle('2 arrived · Inbox');
    await expect(page.getByRole('heading', { level: 2 })).toHaveText([hostile, hostile]);
    await expect(page.locator('pre').first()).toContainText(hostile.replaceAll('"', '\\"'));
    await expect(page.frameLocator('iframe').getByText('Mail body')).toBeVisible();
    expect(
      await page.locator('iframe').evaluateAll((frames) => frames.map((frame) => frame.getAttribute('sandbox'))),
    ).toEqual(['']);
    expect(await page.locator('script, body > img, article > img').count()).toBe(0);
    await page.waitForLoadState('networkidle');
    expect(fetched).toBe(0);
  } finally {
    elsewhere.close();
    await inbox.stop();
  }
});
