/** Looks once more at sources of which literals may make a key that only working them out shows. */
import type { Detector } from '../detect/detector.ts';
import { foldedLayers, sourceOf } from '../detect/fold/folded-layer.ts';
import type { Detection } from '../detect/match.ts';
import type { FoldProcess } from './fold-process.ts';

const FAILED =
  'the JavaScript in it could not be parsed here, or not in time and memory: keys that it puts together are not seen';

export class Folding {
  readonly #detector: Detector;
  readonly #signal: AbortSignal | undefined;
  #parser: FoldProcess | undefined;

  constructor(detector: Detector, signal: AbortSignal | undefined) {
    this.#detector = detector;
    this.#signal = signal;
  }

  /** The keys in whole content that is at hand. */
  async detect(bytes: Buffer): Promise<Detection> {
    return await this.settled(this.#detector.detect(bytes));
  }

  /** The same, or with what was found besides. */
  async settled(detection: Detection): Promise<Detection> {
    const { unfolded, ...plain } = detection;
    if (unfolded === undefined) return detection;
    const { FoldProcess } = await import('./fold-process.ts');
    this.#parser ??= new FoldProcess();
    const request = { source: sourceOf(unfolded), anchors: this.#detector.anchors };
    const texts = await this.#parser.fold(request, this.#signal);
    if (texts === undefined) return { ...plain, unread: [...plain.unread, FAILED] };
    if (texts.length === 0) return plain;
    return this.#detector.detectFolded(unfolded, foldedLayers(unfolded, texts));
  }
}
