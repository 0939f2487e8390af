/** After these words a number is an error code, which distinguishes causes. */
const labels = new Set(
  `code error errors err errno errorno hresult hr status statuscode ntstatus event alert msg rc result win32 win32error errorcode
  errornumber returncode код кода кодом ошибка ошибки ошибке ошибкой fehler fehlers fehlercode fehlernummer fehler-nr`.split(
    /\s+/,
  ),
);
/** After these words a number from 400 to 599 is a status of HTTP. */
const httpLabels = new Set('http https returned response responded answered'.split(' '));

/** Words between a label and its code: "error no. 53", "Event ID: 8193". */
const fillers = new Set(['number', 'no', 'nr', 'id', 'nummer', 'номер', 'возврата']);

const plain = /^(?:0x[0-9a-f]{1,16}|-\d{9,10})$/i;
/** The code behind its label without a blank: "hr=0x80070005", "errno=28", "error:1326". */
const attached = /^([\p{L}\p{N}_]{1,24})[=:#](.{1,18})$/u;
const number = /^[#№]?-?\d{1,10}$/;
const eightDigits = /^[0-9a-f]{8}$/i;
const httpStatus = /^[45]\d\d$/;
/** Codes of databases, such as ORA-00257; other words of that form may be names of machines. */
const ofDatabase = /^(?:ORA|RMAN|TNS|PLS|SQL|SQLSTATE)-\d{3,5}[A-Z]?$/i;

/** Whether this is an error code by its form alone. */
export function isErrorCode(word: string): boolean {
  return plain.test(word) || ofDatabase.test(word);
}

/** Whether the label before this word, both in lower case, is one of a code behind it as well. */
export function goesOn(label: string, word: string): boolean {
  return fillers.has(word) && labels.has(label);
}

function isLabelled(code: string, label: string): boolean {
  if (labels.has(label)) return number.test(code) || eightDigits.test(code);
  return httpStatus.test(code) && (httpLabels.has(label) || label.startsWith('http/'));
}

/** The error code in a word, in lower case; null where it holds none. `before`: the word before it, in lower case. */
export function codeIn(word: string, before: string): string | null {
  if (isErrorCode(word) || isLabelled(word, before)) return word.toLowerCase();
  const parts = attached.exec(word);
  if (parts === null) return null;
  const [, label = '', code = ''] = parts;
  return plain.test(code) || isLabelled(code, label.toLowerCase()) ? code.toLowerCase() : null;
}
