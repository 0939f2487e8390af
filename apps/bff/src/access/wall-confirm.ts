import type { Answer } from '#route.ts';

type Screens = { heading: string; text: string; script?: string };

function page({ heading, text, script }: Screens, base: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Open the wall - Retry Desk</title>
<link rel="stylesheet" href="${base}/wall-link.css">
<main>
<h1>${heading}</h1>
<p>${text}</p>
<form method="post"><button type="submit" autofocus>Open the wall here</button></form>
</main>
${script === undefined ? '' : `<script src="${base}${script}"></script>\n`}</html>
`;
}

const texts = {
  one: {
    heading: 'Open the wall on this screen?',
    text: 'This link opens one screen. Open it on the screen that is to show the wall.',
  },
  many: {
    heading: 'Opening the wall on this screen',
    text: 'If nothing happens, press the button.',
    script: '/wall-link.js',
  },
} satisfies Record<string, Screens>;

/**
 * The page that a link shows to a GET, which opens nothing: mail scanners and previews in chats follow links. A link
 * for one screen asks, without a script; one for many screens submits its form by itself, for screens without a
 * keyboard. The form goes back to the page's own address, so the secret does not stand in it. `base`: the path of
 * PUBLIC_URL.
 */
export function confirmOpening(screens: keyof typeof texts, base: string): Answer {
  return {
    status: 200,
    // With `no-referrer` browsers send the form with `Origin: null` (Fetch standard), which is nobody's; here only the
    // host is sent.
    headers: { 'referrer-policy': 'strict-origin' },
    contentType: 'text/html; charset=utf-8',
    body: page(texts[screens], base),
  };
}
