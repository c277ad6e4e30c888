import {loadPDFJSAssets} from "@web/core/utils/pdfjs";

const WORKER = "/web/static/lib/pdfjs/build/pdf.worker.js";

/** How a page looks is drawn by the library that Odoo shows PDFs with. */
export const paper = {
    /**
     * @param {Object} source of pdf.js: `{data}` or `{url}`
     * @returns {Object} the document, of which `getPage(1)` is the first page
     */
    async open(source) {
        await loadPDFJSAssets();
        const {GlobalWorkerOptions, getDocument} = globalThis.pdfjsLib;
        const before = GlobalWorkerOptions.workerSrc;
        GlobalWorkerOptions.workerSrc = WORKER;
        try {
            return await getDocument(source).promise;
        } finally {
            GlobalWorkerOptions.workerSrc = before;
        }
    },

    /**
     * Draw a page as wide as the canvas is shown, without the fields of a form.
     *
     * @returns {Object} what draws: `promise`, and `cancel()`, which rejects it
     */
    paint(page, canvas) {
        const {width, height} = page.getViewport({scale: 1});
        // As sharp as the screen; the style says how large it is shown.
        const scale = (canvas.clientWidth / width) * (globalThis.devicePixelRatio || 1);
        canvas.width = Math.ceil(width * scale);
        canvas.height = Math.ceil(height * scale);
        return page.render({
            canvasContext: canvas.getContext("2d"),
            viewport: page.getViewport({scale}),
            annotationMode: globalThis.pdfjsLib.AnnotationMode.DISABLE,
        });
    },
};
