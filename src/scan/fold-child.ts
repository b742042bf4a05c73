/** A process that parses sources for the main one: a source in, the texts that it puts together out. */
import { foldedTexts } from '../detect/fold/folded-texts.ts';
import type { FoldRequest } from './fold-process.ts';

process.on('message', ({ source, anchors }: FoldRequest) => {
  process.send?.(foldedTexts(source, anchors));
});
