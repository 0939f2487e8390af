import { pageOfServer } from './page-of-server.ts';

const tryEvery = 15_000;
let isUnderWay = false;

/** Loads the wall anew as soon as the server gives it out; asks for that until it does. */
export function startAfresh(): void {
  if (isUnderWay) return;
  isUnderWay = true;
  setTimeout(async () => {
    isUnderWay = false;
    if ((await pageOfServer()) === 'away') startAfresh();
    else location.reload();
  }, tryEvery);
}
