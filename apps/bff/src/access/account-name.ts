/**
 * The person an account name stands for, however it is written: directories compare without case, marks and signs that are
 * not seen, and take `DOMAIN\name`, `DOMAIN/name` and `name@domain` for one account.
 */
export function personOfAccount(account: string): string {
  const plain = account.normalize('NFKD').replaceAll(/[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '');
  const folded = plain.toUpperCase().toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const last = folded.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  return last.split('@').find((part) => part !== '') ?? '';
}

/**
 * Whether a name can be shown as it is: no character that is not seen (also those that change the direction of text) or
 * that has no meaning of its own, no full-width look-alikes.
 */
export function isPlainName(name: string): boolean {
  return (
    !/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(name) &&
    name.normalize('NFKC') === name.normalize('NFC')
  );
}
