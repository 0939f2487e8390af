/** No connection came about, so nothing was sent on it: the one proof that a call cannot have been carried out. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';

  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}
