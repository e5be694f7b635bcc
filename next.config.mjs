/** Next's settings. Security headers are set by lib/gateway/security-headers.ts, where the nonce of a page is made. */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Pictures come straight from storage on signed URLs; no image work in the portal's process.
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
};
