/** Lets the browser save what is at a signed address of storage, without leaving the page. */

/** The address answers `Content-Disposition: attachment`; `name` helps where it does not. */
export function download(url: string, name = ""): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.rel = "noopener";
  document.body.append(link);
  link.click();
  link.remove();
}
