// What "server-only" is outside Next: the package throws anywhere but in a server component.
export {};
