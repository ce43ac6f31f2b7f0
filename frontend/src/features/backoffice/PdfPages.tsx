/* A PDF drawn page by page onto canvases: nothing of it runs, and nothing is framed. */
import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { useEffect, useRef } from 'react';
import s from './office.module.css';

GlobalWorkerOptions.workerPort = new PdfWorker();
const PAGES_MAX = 10;
const SCALE = 1.5;

export default function PdfPages({ blob, label }: { blob: Blob; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const holder = box.current;
    let gone = false;
    async function draw() {
      const pdf = await getDocument({ data: await blob.arrayBuffer() }).promise;
      for (let n = 1; n <= Math.min(pdf.numPages, PAGES_MAX) && !gone && holder; n += 1) {
        const page = await pdf.getPage(n);
        const viewport = page.getViewport({ scale: SCALE });
        const canvas = document.createElement('canvas');
        canvas.width = viewport.width;
        canvas.height = viewport.height;
        if (n === 1) holder.replaceChildren();
        holder.append(canvas);
        await page.render({ canvas, viewport }).promise;
      }
    }
    void draw().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [blob]);
  return <div ref={box} role="img" aria-label={label} className={s.pages} />;
}
