/** What "server-only" is outside Next: the package itself throws anywhere but in a server component. */
export const isEmpty = true;
