/**
 * The letter or sign of a key, with or without Caps Lock; on a layout of other letters (Cyrillic, Greek) the one that stands
 * there on a Latin keyboard: https://www.w3.org/TR/uievents-code/.
 */
export function keyName({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (key.length !== 1 || /[!-~]/.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
}
