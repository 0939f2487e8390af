import type { Answer } from '#route.ts';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Open the wall - Retry Desk</title>
<link rel="stylesheet" href="/wall-link.css">
<h1>Open the wall on this screen?</h1>
<p>This link opens one screen. Open it on the screen that is to show the wall.</p>
<form method="post"><button type="submit" autofocus>Open the wall here</button></form>
</html>
`;

/**
 * What a link of one screen shows to a GET: mail scanners and chats that show a preview follow links, and must not use it up.
 * Without a script, for browsers of old televisions; it is sent back to its own address, so the secret stands nowhere in it.
 */
export function confirmOpening(): Answer {
  return {
    status: 200,
    // With `no-referrer` browsers send the form with `Origin: null` (Fetch standard), which is nobody's; only the host is told.
    headers: { 'referrer-policy': 'strict-origin' },
    contentType: 'text/html; charset=utf-8',
    body: page,
  };
}
