/** An answer that a verb has written itself: with another status than 200, or JSON that it keeps as text. */
export class WrittenAnswer {
  readonly json: string | Buffer;
  readonly status: number;
  constructor(json: string | Buffer, status = 200) {
    this.json = json;
    this.status = status;
  }
}
