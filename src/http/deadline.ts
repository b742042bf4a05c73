/** A signal that fires with an outer one, or when its own time is up. `stop` gives back the timer and the listener. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #abort = () => this.#controller.abort(this.#outer?.reason);
  #timer: NodeJS.Timeout | undefined;

  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer;
    if (outer?.aborted) this.#abort();
    else outer?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts from now on, in place of what was set before. `reason` is what the signal then fires with. */
  set(milliseconds: number, reason: Error): void {
    this.pause();
    this.#timer = setTimeout(() => this.end(reason), milliseconds);
  }

  /** No time runs until it is set again. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  end(reason: Error): void {
    this.#controller.abort(reason);
  }

  stop(): void {
    this.pause();
    this.#outer?.removeEventListener('abort', this.#abort);
  }
}
