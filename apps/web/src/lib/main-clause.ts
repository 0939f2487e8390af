/** Words around a reason that only state that something failed, or name the machine that stands before it; each may stand before another. */
const wrappers = [
  /^Processing \S+ Error:\s*/,
  /^Failed to perform (?:managed )?backup[.\s/]*/,
  /^Sub-task \[[^\]]*\] failed(?: \([^)]*\))?[.\s/]*/,
  /^Child execution has failed\.? Exit code: -?\d+[.\s/]*/,
  /^(?:Agent f|F)ailed to process method(?: \{[^}]*\})?[.\s/]*/,
  /^Rescan failed, check session log for details[.\s/]*/,
  /^Processing finished with errors at [^\n]*?(?:\n|$)\s*/,
];

/** A path of three or more parts, by drive, share or slash: only its end matters. */
const longPath =
  /(?:\b[A-Za-z]:|\\\\[^\\\s'"[\]]+)?(?:\\[^\\/:'"[\]\n]+){2,}\\([^\\\s'"[\]]+)|(?<![\w:/])(?:\/[^\s/'"[\]]+){2,}\/([^\s/'"[\]]+)/g;

/**
 * A reason from the clause on that matters, for where there is one line: without the words around it, and of long
 * paths the end. The whole stands elsewhere. What would leave nothing stays as it is.
 */
export function mainClause(reason: string): string {
  let rest = reason;
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const wrapper of wrappers) {
      const cut = rest.replace(wrapper, '');
      if (/\S/.test(cut)) rest = cut;
    }
  }
  return rest.replace(
    longPath,
    (_, windows: string | undefined, unix: string | undefined) =>
      `…${windows === undefined ? '/' : '\\'}${windows ?? unix}`,
  );
}
