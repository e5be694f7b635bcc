/** Next's settings. Security headers are set by lib/gateway/security-headers.ts, where the nonce of a page is made. */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Pictures come straight from storage on signed URLs; no image work in the portal's process.
  images: { unoptimized: true },
  // `npm run types` checks the whole project; who only starts a farm need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
};
