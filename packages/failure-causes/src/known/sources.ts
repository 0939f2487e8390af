/** Veeam's knowledge base article of that number. */
export const kb = (number: number) => `https://www.veeam.com/kb${number}`;
export const systemCodes = 'https://learn.microsoft.com/windows/win32/debug/system-error-codes';
export const writerErrors = 'https://learn.microsoft.com/windows/win32/vss/event-and-error-handling-under-vss';
/** Rows of the collected failure messages, by their numbers. */
export const field = (numbers: string) => `failure messages of the field, ${numbers}`;
