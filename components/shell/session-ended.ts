/** Where a page goes when the platform says that its session is over. */

/** Back to this very page after signing in again. */
export function goToSignIn(): void {
  const here = window.location.pathname + window.location.search;
  if (window.location.pathname === "/sign-in") return;
  window.location.assign(`/sign-in?${new URLSearchParams({ next: here, reason: "ended" })}`);
}
