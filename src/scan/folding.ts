/** Looks once more at sources of which literals may make a key that only working them out shows. */
import type { Detector } from '../detect/detector.ts';
import { foldedLayers, sourceOf } from '../detect/fold/folded-layer.ts';
import type { Detection } from '../detect/match.ts';
import type { FoldProcess } from './fold-process.ts';

const FAILED =
  'the JavaScript in it could not be parsed in time and memory: keys that it puts together are not seen';

export class Folding {
  readonly #detector: Detector;
  readonly #signal: AbortSignal | undefined;
  #process: FoldProcess | undefined;

  constructor(detector: Detector, signal: AbortSignal | undefined) {
    this.#detector = detector;
    this.#signal = signal;
  }

  /** The same, or with what was found besides. */
  async settled(detection: Detection): Promise<Detection> {
    const { unfolded } = detection;
    if (unfolded === undefined) return detection;
    if (this.#process === undefined) {
      const { FoldProcess } = await import('./fold-process.ts');
      this.#process = new FoldProcess();
    }
    const request = { source: sourceOf(unfolded), anchors: this.#detector.anchors };
    const texts = await this.#process.fold(request, this.#signal);
    if (texts === undefined) return { ...detection, unread: [...detection.unread, FAILED] };
    return texts.length === 0
      ? detection
      : this.#detector.detectFolded(unfolded, foldedLayers(unfolded, texts));
  }
}
