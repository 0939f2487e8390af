/** The path of PUBLIC_URL in front of all addresses of ours, `/retry`; empty where there is none. The server writes it into the page. */
export const base = globalThis.document?.documentElement.dataset.base ?? '';
