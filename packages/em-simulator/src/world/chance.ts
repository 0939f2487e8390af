/** A whole number below 2^32 that depends on the given ones alone: chance without a stream, so that any part of a past can be made by itself. */
export function scatter(salt: number, first: number, second = 0): number {
  let mixed =
    Math.imul(salt ^ Math.imul(first + 0x9e37, 0x85ebca6b), 0xc2b2ae35) ^ Math.imul(second + 0x7f4a, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** The same as a number in [0, 1). */
export function chance(salt: number, first: number, second = 0): number {
  return scatter(salt, first, second) / 4294967296;
}

/** A whole number from low to high, both included. */
export function chanceBetween(low: number, high: number, salt: number, first: number, second = 0): number {
  return low + Math.floor(chance(salt, first, second) * (high - low + 1));
}
