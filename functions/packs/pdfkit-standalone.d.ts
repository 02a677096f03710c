/** The build of pdfkit that carries its fonts in itself: a bundle has no files beside it (docs/adr/0020). */
declare module "pdfkit/js/pdfkit.standalone.js" {
  export { default } from "pdfkit";
}
