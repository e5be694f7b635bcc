/** A page that broke, inside the header that did not. */
"use client";
export { default } from "../error.tsx";
