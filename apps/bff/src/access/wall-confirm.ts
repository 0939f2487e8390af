import type { Answer } from '#route.ts';

function page(heading: string, text: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Open the wall - Retry Desk</title>
<link rel="stylesheet" href="/wall-link.css">
<main>
<h1>${heading}</h1>
<p>${text}</p>
<form method="post"><button type="submit" autofocus>Open the wall here</button></form>
</main>
${script}</html>
`;
}

const pages = {
  one: page(
    'Open the wall on this screen?',
    'This link opens one screen. Open it on the screen that is to show the wall.',
    '',
  ),
  many: page(
    'Opening the wall on this screen',
    'If nothing happens, press the button.',
    '<script src="/wall-link.js"></script>\n',
  ),
};

/**
 * The page that a link shows to a GET, which opens nothing: mail scanners and previews in chats follow links. A link
 * for one screen asks, without a script; one for many screens submits its form by itself, for screens without a
 * keyboard. The form goes back to the page's own address, so the secret does not stand in it.
 */
export function confirmOpening(screens: keyof typeof pages): Answer {
  return {
    status: 200,
    // With `no-referrer` browsers send the form with `Origin: null` (Fetch standard), which is nobody's; here only the
    // host is sent.
    headers: { 'referrer-policy': 'strict-origin' },
    contentType: 'text/html; charset=utf-8',
    body: pages[screens],
  };
}
